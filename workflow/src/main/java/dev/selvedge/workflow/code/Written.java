package dev.selvedge.workflow.code;

import dev.selvedge.workflow.python.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call as they are written.
 *
 * @param call the whole call
 * @param positional in order
 * @param named by keyword or by the keys of {@code **{}}, in order
 */
record Written(Node call, List<Node> positional, List<Named> named) {
    /**
     * One argument with a name.
     *
     * @param raw whether it stands in {@code **{}}
     */
    record Named(String name, boolean raw, Node at, Node value) {}

    static Written of(Node call, Reading reading) {
        List<Node> positional = new ArrayList<>();
        List<Named> named = new ArrayList<>();
        Node list = Reading.part(call, "arguments");
        if (list.type().equals("generator_expression")) {
            return new Written(call, List.of(list), named);
        }
        if (!list.type().equals("argument_list")) {
            reading.error(list, "The arguments of a call are expected in brackets.", "Write function(name=value).");
            return new Written(call, positional, named);
        }
        for (Node argument : Reading.parts(list)) {
            switch (argument.type()) {
                case "ERROR" -> {}
                case "keyword_argument" -> {
                    Node name = Reading.part(argument, "name");
                    named.add(new Named(reading.text(name), false, name, Reading.part(argument, "value")));
                }
                case "dictionary_splat" -> splat(argument, named, reading);
                case "list_splat" ->
                    reading.error(argument, "A list cannot be spread over arguments.", "Write each argument.");
                default -> positional.add(argument);
            }
        }
        return new Written(call, positional, named);
    }

    private static void splat(Node splat, List<Named> named, Reading reading) {
        Node dictionary = Reading.first(splat);
        boolean known = dictionary.type().equals("dictionary");
        for (Node pair : known ? Reading.parts(dictionary) : List.<Node>of()) {
            String key = pair.type().equals("pair") ? Literals.plainText(Reading.part(pair, "key"), reading) : null;
            if (key == null) {
                known = false;
            } else {
                named.add(new Named(key, true, pair, Reading.part(pair, "value")));
            }
        }
        if (!known) {
            reading.error(splat, "After ** a dictionary with literal keys is expected.", "Write **{\"Key\": value}.");
        }
    }

    /** The argument at a position or under a name. */
    @Nullable
    Node argument(int position, String name) {
        if (position < positional.size()) {
            return positional.get(position);
        }
        return find(name).map(Named::value).orElse(null);
    }

    Optional<Named> find(String name) {
        return named.stream().filter(argument -> argument.name().equals(name)).findFirst();
    }

    /** Reports what is there beyond the first arguments and these names. */
    void only(int most, List<String> names, Reading reading) {
        String function = Nearest.excerpt(reading.text(Reading.part(call, "function")));
        for (Node extra : positional.subList(Math.min(most, positional.size()), positional.size())) {
            reading.error(
                    extra, function + " takes at most " + most + " arguments without a name.", "Leave this one out.");
        }
        for (Named argument : named) {
            if (!names.contains(argument.name())) {
                reading.error(
                        argument.at(),
                        function + " has no parameter " + argument.name() + ".",
                        reading.meant(argument.name(), names, "Leave it out."));
            }
        }
    }

    /** The named arguments that are the fields of a structure, by key. */
    Map<String, Node> fields(Reading reading) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (Named argument : named) {
            if (fields.putIfAbsent(argument.name(), argument.value()) != null) {
                reading.error(argument.at(), argument.name() + " is given twice.", "Keep one of them.");
            }
        }
        return fields;
    }
}
