package dev.selvedge.synth.collect;

import dev.selvedge.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Tables in text: fields parted by commas, semicolons or tabs, in quotes where they hold such signs (RFC 4180). */
final class Table {
    private final String text;
    private final char separator;
    private int at;

    private Table(String text, char separator) {
        this.text = text;
        this.separator = separator;
    }

    /**
     * The rows below the first one, which names the columns; columns by the letters of their names. What is beyond the
     * named columns is left out.
     *
     * @param tabs whether tabs part the fields; else what the first line has most of
     */
    static List<Map<String, JsonNode>> read(String text, boolean tabs) {
        String first = text.lines().findFirst().orElse("");
        Table table = new Table(text, tabs ? '\t' : separator(first));
        List<String> names = table.row();
        List<Map<String, JsonNode>> rows = new ArrayList<>();
        while (table.at < text.length()) {
            List<String> cells = table.row();
            Map<String, JsonNode> row = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(cells.size(), names.size()); i++) {
                row.putIfAbsent(Catalogue.letters(names.get(i)), Json.tree(cells.get(i)));
            }
            if (cells.size() > 1 || !cells.getFirst().isBlank()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static char separator(String line) {
        char best = ',';
        for (char each : new char[] {';', '\t'}) {
            if (count(line, each) > count(line, best)) {
                best = each;
            }
        }
        return best;
    }

    private static long count(String line, char sign) {
        return line.chars().filter(c -> c == sign).count();
    }

    private List<String> row() {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(cell());
            char end = at < text.length() ? text.charAt(at) : '\n';
            at++;
            if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
                at++;
            }
            if (end != separator) {
                return cells;
            }
        }
    }

    private String cell() {
        StringBuilder cell = new StringBuilder();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        if (quoted) {
            at++;
        }
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted && c == '"') {
                if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    at++;
                } else {
                    quoted = false;
                    continue;
                }
            } else if (!quoted && (c == separator || c == '\n' || c == '\r')) {
                break;
            }
            cell.append(c);
        }
        return cell.toString();
    }
}
