package dev.selvedge.model.merge;

import java.nio.file.Path;

/** Placeholder until the probe is written. */
public record MergeProbe(String state) {
    static MergeProbe of(MergePlan plan, Path directory) {
        return new MergeProbe("none");
    }
}
