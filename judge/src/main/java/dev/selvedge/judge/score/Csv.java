package dev.selvedge.judge.score;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comma-separated values (RFC 4180, with LF); nothing for null. */
final class Csv {
    private Csv() {}

    static String line(@Nullable Object... cells) {
        return Arrays.stream(cells).map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(@Nullable Object cell) {
        String text = cell == null ? "" : cell.toString();
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
