package dev.selvedge.model.jinja;

/** Python's {@code "{} {name}".format(…)}: places by position and by name, without format specifications. */
final class Braces {
    private Braces() {}

    static Value format(Text template, Given given, Budget budget) {
        String chars = template.chars();
        var out = new Text.Builder();
        int automatic = 0;
        int at = 0;
        while (at < chars.length()) {
            char c = chars.charAt(at);
            boolean doubled = at + 1 < chars.length() && chars.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                out.append(template, at, at + 1);
                at += 2;
            } else if (c == '{') {
                int end = chars.indexOf('}', at);
                if (end < 0) {
                    throw new TemplateProblem("the format has a '{' without its '}'");
                }
                String place = chars.substring(at + 1, end);
                Value value = value(place.isEmpty() ? String.valueOf(automatic++) : place, given);
                Text text = Printing.string(value, budget);
                budget.grow(text.length());
                out.append(text);
                at = end + 1;
            } else if (c == '}') {
                throw new TemplateProblem("the format has a '}' without its '{'");
            } else {
                int next = at;
                while (next < chars.length() && chars.charAt(next) != '{' && chars.charAt(next) != '}') {
                    next++;
                }
                budget.grow((long) next - at);
                out.append(template, at, next);
                at = next;
            }
        }
        return out.text();
    }

    private static Value value(String place, Given given) {
        boolean number = place.length() < 6 && place.chars().allMatch(c -> c >= '0' && c <= '9');
        if (number) {
            int index = Integer.parseInt(place);
            if (index < given.positional().size()) {
                return given.positional().get(index);
            }
        } else if (given.named().containsKey(place)) {
            return given.named().get(place);
        }
        throw new TemplateProblem("the format asks for '" + place
                + "', which is not given (specifications after ':' are" + " not supported)");
    }
}
