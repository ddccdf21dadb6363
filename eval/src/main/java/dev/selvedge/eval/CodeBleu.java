package dev.selvedge.eval;

import dev.selvedge.workflow.python.Grammar;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * CodeBLEU for Python (Ren et al. 2020): four parts in [0, 1], in two readings that are always both computed.
 *
 * <p>{@code published} equals the package codebleu 0.7.1, oddities included; where that depends on the hash seed of the
 * process, names are taken in the order of first appearance. The package 0.6.1, which many published results use, has the
 * same formulas and another grammar: see {@link CodeBleuCase.Mode#PUBLISHED_0_6_1}.
 *
 * <p>{@code corrected} is the definition of the paper, without what the packages do beside it:
 *
 * <ul>
 *   <li>comments count nowhere, and strings that are statements count in no sub-tree; all other strings stay;
 *   <li>n-gram orders that the reference does not have are left out, so equal short texts score 1;
 *   <li>the weighted n-gram match is a precision with the brevity penalty of BLEU, as in section 3.2 of the paper;
 *   <li>a sub-tree of the candidate answers for one of the reference;
 *   <li>the data flow sees f-strings, {@code else} of loops and typed defaults, and cuts names rightly;
 *   <li>a data-flow match of 0 stays 0; a reference without data flow has none to match, and the total is over the
 *       other parts;
 *   <li>an empty candidate scores 0.
 * </ul>
 */
public record CodeBleu(Parts published, Parts corrected) {
    /**
     * The parts of one reading, each in [0, 1].
     *
     * @param dataFlow null where the reading leaves it out because no reference has any data flow
     */
    public record Parts(
            double ngram,
            double weightedNgram,
            double syntax,
            @Nullable Double dataFlow) {}

    /** What each part counts in the total; they sum to 1. */
    public record Weights(double ngram, double weightedNgram, double syntax, double dataFlow) {
        /** All alike: the default of the packages. */
        public static final Weights EQUAL = new Weights(0.25, 0.25, 0.25, 0.25);

        /** The weights of WorkflowLLM (Fan et al. 2024). */
        public static final Weights WORKFLOW_LLM = new Weights(0.1, 0.1, 0.4, 0.4);
    }

    /** One candidate against one reference. */
    public static CodeBleu of(CodeText candidate, CodeText reference) {
        return ofCorpus(List.of(new Sample(candidate, List.of(reference))));
    }

    /** One candidate against one reference. */
    public static CodeBleu of(String candidate, String reference) {
        return of(CodeText.of(candidate), CodeText.of(reference));
    }

    /** A candidate with its references, at least one. */
    public record Sample(CodeText candidate, List<CodeText> references) {
        public Sample {
            references = List.copyOf(references);
            if (references.isEmpty()) {
                throw new IllegalArgumentException("CodeBLEU compares a candidate with at least one reference");
            }
        }
    }

    /**
     * A whole corpus as one text: counts are summed before they are divided. The mean of single scores is another number.
     *
     * @param corpus at least one sample
     */
    public static CodeBleu ofCorpus(List<Sample> corpus) {
        if (corpus.isEmpty()) {
            throw new IllegalArgumentException("CodeBLEU needs at least one sample");
        }
        readBoth(corpus);
        return new CodeBleu(publishedOf(corpus, Grammar.V0_23), correctedOf(corpus));
    }

    /** Where a corpus is scored in both readings, this first saves reading most texts twice. */
    static void readBoth(List<Sample> corpus) {
        for (Sample sample : corpus) {
            sample.candidate.readBoth();
            sample.references.forEach(CodeText::readBoth);
        }
    }

    /** The published total: a data-flow match of 0 counts as 1. */
    public double published(Weights weights) {
        return publishedTotal(published, weights);
    }

    /** The corrected total, over the parts that there are. */
    public double corrected(Weights weights) {
        return correctedTotal(corrected, weights);
    }

    static double publishedTotal(Parts parts, Weights weights) {
        double flow = parts.dataFlow == null || parts.dataFlow == 0 ? 1 : parts.dataFlow;
        return weights.ngram * parts.ngram
                + weights.weightedNgram * parts.weightedNgram
                + weights.syntax * parts.syntax
                + weights.dataFlow * flow;
    }

    /** Where all weight lies on a part that there is not, the total is 0. */
    static double correctedTotal(Parts parts, Weights weights) {
        double sum = weights.ngram * parts.ngram
                + weights.weightedNgram * parts.weightedNgram
                + weights.syntax * parts.syntax;
        double of = weights.ngram + weights.weightedNgram + weights.syntax;
        return parts.dataFlow != null ? sum + weights.dataFlow * parts.dataFlow : of == 0 ? 0 : sum / of;
    }

    /**
     * The published reading of a corpus by one grammar: {@link Grammar#V0_23} is the package 0.7.1, {@link Grammar#V0_20}
     * the package 0.6.1.
     */
    static Parts publishedOf(List<Sample> corpus, Grammar grammar) {
        Share syntax = new Share();
        Share flow = new Share();
        List<Ngrams.Pair> words = new ArrayList<>();
        for (Sample sample : corpus) {
            CodeText candidate = sample.candidate;
            words.add(pair(sample, text -> text.published(grammar)));
            for (int i = 0; i < sample.references.size(); i++) {
                candidate = i == 0 ? candidate : candidate.cleanedAgain();
                CodeText.Reading mine = candidate.published(grammar);
                CodeText.Reading wanted = sample.references.get(i).published(grammar);
                syntax.add(
                        wanted.subtrees().countIn(mine.subtrees()),
                        wanted.subtrees().hashes().size());
                flow.add(
                        DataFlow.countOnceIn(wanted.flow(), mine.flow()),
                        wanted.flow().size());
            }
        }
        return new Parts(Ngrams.bleu(words), Ngrams.weightedRecall(words), syntax.value(), flow.value());
    }

    static Parts correctedOf(List<Sample> corpus) {
        Share syntax = new Share();
        Share flow = new Share();
        List<Ngrams.Pair> words = new ArrayList<>();
        for (Sample sample : corpus) {
            Ngrams.Pair pair = pair(sample, CodeText::corrected);
            words.add(pair);
            CodeText.Reading mine = sample.candidate.corrected();
            boolean empty = pair.candidate().length() == 0;
            for (CodeText reference : sample.references) {
                CodeText.Reading wanted = reference.corrected();
                syntax.add(
                        empty ? 0 : wanted.subtrees().countOnceIn(mine.subtrees()),
                        wanted.subtrees().hashes().size());
                flow.add(
                        DataFlow.countOnceIn(wanted.flow(), mine.flow()),
                        wanted.flow().size());
            }
        }
        return new Parts(
                Ngrams.bleuOfExistingOrders(words),
                Ngrams.weightedPrecision(words),
                syntax.value(),
                flow.of == 0 ? null : flow.value());
    }

    private static Ngrams.Pair pair(Sample sample, Function<CodeText, CodeText.Reading> reading) {
        return new Ngrams.Pair(
                reading.apply(sample.candidate).ngrams(),
                sample.references.stream().map(r -> reading.apply(r).ngrams()).toList());
    }

    /** A fraction whose parts are summed. */
    private static final class Share {
        private long found;
        private long of;

        void add(int foundHere, int ofThese) {
            found += foundHere;
            of += ofThese;
        }

        double value() {
            return of == 0 ? 0 : (double) found / of;
        }
    }
}
