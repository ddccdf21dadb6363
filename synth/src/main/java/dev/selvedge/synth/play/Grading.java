package dev.selvedge.synth.play;

import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * How answers are read and compared.
 *
 * @param answer in a reply, which is hostile text; empty where there is none
 * @param same whether two answers, neither empty, say the same
 */
public record Grading(Function<String, String> answer, BiPredicate<String, String> same) {}
