package dev.selvedge.train.objective;

import java.util.Arrays;

/**
 * A sequence that a policy produced, with how much better each of its tokens was than expected. Every array has one
 * entry for each place of the sequence; those that nobody knows are empty.
 *
 * @param id of the rollout, for rejects
 * @param sequence what was sampled
 * @param advantages of the tokens
 * @param sampler log-probabilities as the sampler told them, each under the policy version that sampled it
 * @param old log-probabilities under the policy before the step, as the trainer computes them
 * @param reference log-probabilities under the reference model
 * @param versions the policy version that sampled each token
 * @param version the policy version that is trained
 */
public record PolicyExample(
        String id,
        Sequence sequence,
        float[] advantages,
        float[] sampler,
        float[] old,
        float[] reference,
        int[] versions,
        int version) {
    public PolicyExample {
        int count = sequence.count();
        fits("advantages", advantages.length, count);
        fitsOrEmpty("sampler's log-probabilities", sampler.length, count);
        fitsOrEmpty("old log-probabilities", old.length, count);
        fitsOrEmpty("reference's log-probabilities", reference.length, count);
        fits("versions", versions.length, count);
    }

    private static void fitsOrEmpty(String name, int length, int count) {
        if (length != 0) {
            fits(name, length, count);
        }
    }

    private static void fits(String name, int length, int count) {
        if (length != count) {
            throw new IllegalArgumentException(length + " " + name + " for " + count + " tokens");
        }
    }

    /** The same with the old policy's log-probabilities. */
    public PolicyExample withOld(float[] logProbs) {
        return new PolicyExample(id, sequence, advantages, sampler, logProbs, reference, versions, version);
    }

    /** The same with the reference's log-probabilities. */
    public PolicyExample withReference(float[] logProbs) {
        return new PolicyExample(id, sequence, advantages, sampler, old, logProbs, versions, version);
    }

    /** The same for the training of another policy version. */
    public PolicyExample at(int newVersion) {
        return new PolicyExample(id, sequence, advantages, sampler, old, reference, versions, newVersion);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyExample that
                && id.equals(that.id)
                && sequence.equals(that.sequence)
                && Arrays.equals(advantages, that.advantages)
                && Arrays.equals(sampler, that.sampler)
                && Arrays.equals(old, that.old)
                && Arrays.equals(reference, that.reference)
                && Arrays.equals(versions, that.versions)
                && version == that.version;
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + sequence.hashCode();
    }

    @Override
    public String toString() {
        return "PolicyExample[" + id + ", " + sequence + ", version " + version + "]";
    }
}
