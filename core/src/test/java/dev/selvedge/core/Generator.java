package dev.selvedge.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes random values of the core types under a seed, with texts that break careless code. */
final class Generator {
    private static final String[] ODD = {
        "",
        " ",
        "\n",
        "\r\n",
        "\u0000",
        "\u001f",
        "\"",
        "\\",
        "\\u0041",
        "/",
        "\u2028",
        "\ufeff",
        "\ufffe",
        "é",
        "漢",
        "😀",
        "\ud83d",
        "\ude00",
        "\ude00\ud83d",
        "data: [DONE]",
        "</script>",
        "null",
        "{",
        "1e999"
    };

    private final SplittableRandom random;

    Generator(long seed) {
        random = new SplittableRandom(seed);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(5); pieces > 0; pieces--) {
            switch (random.nextInt(3)) {
                case 0 -> text.append(ODD[random.nextInt(ODD.length)]);
                case 1 -> text.append((char) random.nextInt(0x10000));
                default -> text.append("word").append(random.nextInt(100));
            }
        }
        return text.toString();
    }

    /** A field's name, for which no reader takes half a surrogate pair. */
    String name() {
        return text().replaceAll("[\\ud800-\\udfff]", "-");
    }

    double number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(-5, 5);
            case 1 -> random.nextDouble();
            case 2 -> Double.MIN_VALUE;
            default -> {
                double any = Double.longBitsToDouble(random.nextLong());
                yield Double.isFinite(any) ? any : -0.0;
            }
        };
    }

    private <T> List<T> list(Supplier<T> item) {
        List<T> list = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            list.add(item.get());
        }
        return list;
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <E extends Enum<E>> E one(Class<E> type) {
        E[] all = type.getEnumConstants();
        return all[random.nextInt(all.length)];
    }

    JsonNode json(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0 -> Json.tree(text());
            case 1 -> Json.parse(Json.write(number()));
            case 2 -> Json.parse(Long.toString(random.nextLong()));
            case 3 -> Json.tree(random.nextBoolean());
            case 4 -> Json.parse("null");
            case 5 -> {
                ArrayNode array = Json.mapper().createArrayNode();
                list(() -> json(depth - 1)).forEach(array::add);
                yield array;
            }
            default -> {
                ObjectNode object = Json.object();
                list(() -> json(depth - 1)).forEach(value -> object.set(name(), value));
                yield object;
            }
        };
    }

    Message message() {
        return new Message(
                one(Role.class),
                text(),
                maybe(this::text),
                list(() -> new ToolCall(text(), text(), text())),
                maybe(this::text));
    }

    Tokens tokens() {
        int[] ids = random.ints(random.nextInt(5)).toArray();
        float[] logProbs = new float[random.nextBoolean() ? ids.length : 0];
        for (int i = 0; i < logProbs.length; i++) {
            logProbs[i] = (float) -random.nextDouble() * 30;
        }
        return new Tokens(ids, logProbs);
    }

    Sampling sampling() {
        return new Sampling(
                random.nextDouble(),
                1 - random.nextDouble(),
                random.nextInt(3),
                1 + random.nextInt(99),
                random.nextLong(),
                list(this::text));
    }

    Tool tool() {
        return new Tool(text(), text(), json(2));
    }

    Prompt prompt() {
        return new Prompt(list(this::message), list(this::tool), sampling());
    }

    Reply reply() {
        return random.nextBoolean()
                ? new Reply.Completion(message(), text(), random.nextInt(), random.nextInt(), maybe(this::tokens))
                : new Reply.Failure(one(Fault.class), text());
    }

    Score score() {
        return random.nextBoolean() ? Score.of(number()) : Score.unscored(one(Fault.class), text());
    }

    Task task() {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        list(() -> json(3)).forEach(value -> fields.put(name(), value));
        return new Task(text(), fields);
    }

    View view() {
        return new View(text(), Set.copyOf(list(this::text)));
    }

    Trajectory trajectory() {
        List<Step> steps = list(() -> new Step(message(), text(), maybe(this::tokens)));
        return new Trajectory(
                text(),
                text(),
                text(),
                random.nextLong(),
                maybe(this::text),
                random.nextInt(steps.size() + 1),
                steps,
                text());
    }

    Verdict verdict() {
        TreeMap<Integer, Score> steps = new TreeMap<>();
        list(this::score).forEach(score -> steps.put(random.nextInt(100), score));
        return new Verdict(text(), text(), score(), steps, text());
    }
}
