package dev.selvedge.synth.collect;

import org.jspecify.annotations.Nullable;

/**
 * What stands beside a workflow file where it was shared.
 *
 * @param title as its author named it, null where nobody says
 * @param description by its author, null where nobody says
 * @param category null where nobody says, or one is named that we do not know
 */
public record Listing(
        @Nullable String title,
        @Nullable String description,
        @Nullable Category category) {
    /** Nothing is known. */
    public static final Listing NONE = new Listing(null, null, null);

    /** This listing, with what it leaves open taken from another. */
    Listing or(Listing other) {
        return new Listing(
                title == null ? other.title : title,
                description == null ? other.description : description,
                category == null ? other.category : category);
    }
}
