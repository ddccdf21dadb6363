package dev.selvedge.workflow.file;

import dev.selvedge.workflow.file.PlistValue.Array;
import dev.selvedge.workflow.file.PlistValue.Dict;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damage: to bytes, to property lists, and to code. The donor is another whole thing to take parts from. */
final class Mutations {
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z_]\\w*|\\d+(?:\\.\\d+)?|\"[^\"\\n]*\"|'[^'\\n]*'|\\s+|.", Pattern.DOTALL);
    private static final List<String> TOKENS = List.of(
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ":",
            ",",
            ".",
            "=",
            "==",
            "!=",
            "+",
            "-",
            "*",
            "/",
            "//",
            "%",
            "**",
            "<",
            ">=",
            "\"",
            "'",
            "\"\"\"",
            "f\"",
            "f\"{",
            "}\"",
            "#",
            "\\",
            "\n",
            "\n    ",
            "\t",
            ";",
            "@",
            "->",
            ":=",
            "&&",
            "!",
            "if ",
            "elif ",
            "else:",
            "for ",
            "in ",
            "not ",
            "and ",
            "or ",
            "is ",
            "match ",
            "case ",
            "case _ if title(",
            "pass",
            "while ",
            "def f():",
            "lambda x: ",
            "return ",
            "break",
            "import os",
            "None",
            "True",
            "0",
            "007",
            "1e9",
            "0x1F",
            "1_000",
            "9".repeat(50),
            "x",
            "_",
            "range(",
            "enumerate(",
            "len(",
            "str(",
            "text(",
            "number(",
            "struct(",
            "call(",
            "**{",
            "resource(",
            "date(",
            "quantity(",
            "ask()",
            "missing(",
            "choose_from_menu(",
            ".prop(",
            ".format(",
            ".append(",
            ".startswith(",
            "\u0000",
            "é",
            "\uD83D",
            "“",
            "\u202E",
            "\uFEFF",
            "\u00A0",
            "Show-text=",
            "B5A1D2B4-0C82-4286-BF55-F642CFCE3BA7");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    // ---- bytes

    byte[] bytes(byte[] bytes, byte[] donor) {
        byte[] damaged = bytes;
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            damaged = once(damaged, donor);
        }
        return damaged;
    }

    private byte[] once(byte[] bytes, byte[] donor) {
        // The ends of a file hold what the rest is found by.
        int at = random.nextInt(3) == 0
                ? Math.max(0, bytes.length - 1 - random.nextInt(60))
                : random.nextInt(3) == 0 ? random.nextInt(Math.min(bytes.length, 400)) : random.nextInt(bytes.length);
        int length = random.nextInt(Math.min(200, bytes.length - at) + 1);
        byte[] copy = bytes.clone();
        switch (random.nextInt(6)) {
            case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> copy[at] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt(256));
            case 2 -> copy = Arrays.copyOf(bytes, at);
            case 3 -> Arrays.fill(copy, at, at + length, (byte) random.nextInt(256));
            case 4 -> copy = splice(bytes, at, at + length, new byte[0]);
            default -> {
                int from = random.nextInt(donor.length);
                copy = splice(
                        bytes,
                        at,
                        random.nextBoolean() ? at : at + length,
                        Arrays.copyOfRange(donor, from, Math.min(donor.length, from + random.nextInt(500))));
            }
        }
        return copy;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] other) {
        byte[] spliced = new byte[bytes.length - (to - from) + other.length];
        System.arraycopy(bytes, 0, spliced, 0, from);
        System.arraycopy(other, 0, spliced, from, other.length);
        System.arraycopy(bytes, to, spliced, from + other.length, bytes.length - to);
        return spliced;
    }

    // ---- property lists

    /** The list with some of its values replaced, moved, doubled or taken out, wherever they are. */
    PlistValue plist(PlistValue value, PlistValue donor) {
        List<PlistValue> parts = new ArrayList<>();
        collect(donor, parts);
        int[] left = {1 + random.nextInt(6)};
        return mutate(value, parts, left, Math.max(1, size(value)));
    }

    private static int size(PlistValue value) {
        return 1
                + switch (value) {
                    case Dict(var entries) ->
                        entries.values().stream().mapToInt(Mutations::size).sum();
                    case Array(var items) ->
                        items.stream().mapToInt(Mutations::size).sum();
                    default -> 0;
                };
    }

    private static void collect(PlistValue value, List<PlistValue> parts) {
        parts.add(value);
        switch (value) {
            case Dict(var entries) -> entries.values().forEach(entry -> collect(entry, parts));
            case Array(var items) -> items.forEach(item -> collect(item, parts));
            default -> {
                // A leaf has no parts.
            }
        }
    }

    private PlistValue mutate(PlistValue value, List<PlistValue> parts, int[] left, int size) {
        if (left[0] > 0 && random.nextInt(size) < 3) {
            left[0]--;
            return replaced(value, parts);
        }
        return switch (value) {
            case Dict(var entries) -> {
                Map<String, PlistValue> copy = new LinkedHashMap<>();
                entries.forEach((key, entry) -> copy.put(key, mutate(entry, parts, left, size)));
                yield new Dict(copy);
            }
            case Array(var items) ->
                new Array(items.stream()
                        .map(item -> mutate(item, parts, left, size))
                        .toList());
            default -> value;
        };
    }

    private PlistValue replaced(PlistValue value, List<PlistValue> parts) {
        PlistValue other = parts.get(random.nextInt(parts.size()));
        return switch (random.nextInt(8)) {
            case 0 -> other;
            case 1 -> new PlistValue.Null();
            case 2 -> new PlistValue.Int(new BigInteger(1 + random.nextInt(120), random).negate());
            case 3 -> new PlistValue.Real(random.nextBoolean() ? Double.NaN : random.nextGaussian() * 1e20);
            case 4 -> new PlistValue.Bool(random.nextBoolean());
            case 5 -> new Array(List.of(value, other));
            default ->
                switch (value) {
                    case Dict(var entries) -> dict(entries, other, parts);
                    case Array(var items) -> array(items, other);
                    case PlistValue.Str(String text) -> new PlistValue.Str(code(text, "x\uFFFC{1, 1}"));
                    default ->
                        Dict.of("Value", value, "WFSerializationType", new PlistValue.Str("WFTextTokenAttachment"));
                };
        };
    }

    private PlistValue dict(Map<String, PlistValue> entries, PlistValue other, List<PlistValue> parts) {
        Map<String, PlistValue> copy = new LinkedHashMap<>(entries);
        List<String> keys = List.copyOf(entries.keySet());
        if (!keys.isEmpty() && random.nextBoolean()) {
            copy.remove(keys.get(random.nextInt(keys.size())));
        }
        if (!keys.isEmpty()) {
            copy.put(keys.get(random.nextInt(keys.size())), other);
        }
        if (parts.get(random.nextInt(parts.size())) instanceof Dict(var more) && random.nextBoolean()) {
            copy.putAll(more);
        }
        return new Dict(copy);
    }

    private PlistValue array(List<PlistValue> items, PlistValue other) {
        List<PlistValue> copy = new ArrayList<>(items);
        int at = random.nextInt(copy.size() + 1);
        switch (random.nextInt(4)) {
            case 0 -> copy.add(at, other);
            case 1 ->
                copy.subList(at, Math.min(copy.size(), at + 1 + random.nextInt(3)))
                        .clear();
            case 2 -> copy.addAll(at, items.subList(0, Math.min(20, items.size())));
            default -> java.util.Collections.shuffle(copy, random);
        }
        return new Array(copy);
    }

    // ---- code

    String code(String code, String donor) {
        return random.nextInt(3) == 0 ? characters(code, donor) : tokens(code, donor);
    }

    private String tokens(String code, String donor) {
        List<String> tokens = split(code);
        List<String> others = split(donor);
        for (int i = random.nextInt(4); i >= 0 && !tokens.isEmpty(); i--) {
            int at = random.nextInt(tokens.size());
            int to = Math.min(tokens.size(), at + 1 + random.nextInt(4));
            switch (random.nextInt(6)) {
                case 0 -> tokens.subList(at, to).clear();
                case 1 -> tokens.addAll(at, List.copyOf(tokens.subList(at, to)));
                case 2 -> java.util.Collections.swap(tokens, at, random.nextInt(tokens.size()));
                case 3 -> tokens.set(at, TOKENS.get(random.nextInt(TOKENS.size())));
                case 4 -> tokens.add(at, TOKENS.get(random.nextInt(TOKENS.size())));
                default -> {
                    int from = random.nextInt(others.size() + 1);
                    tokens.addAll(at, others.subList(from, Math.min(others.size(), from + random.nextInt(40))));
                }
            }
        }
        return String.join("", tokens);
    }

    private static List<String> split(String code) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(code);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private String characters(String code, String donor) {
        StringBuilder text = new StringBuilder(code);
        for (int i = random.nextInt(4); i >= 0 && !text.isEmpty(); i--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> text.setCharAt(at, (char) random.nextInt(random.nextInt(5) == 0 ? 0x10000 : 0x80));
                case 1 -> text.delete(at, to);
                case 2 -> text.setLength(at);
                default -> text.insert(at, donor, 0, random.nextInt(Math.min(donor.length(), 80) + 1));
            }
        }
        return text.toString();
    }
}
