package dev.selvedge.synth.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.selvedge.core.Json;
import dev.selvedge.core.Line;
import dev.selvedge.core.UserException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows become Parquet and come back; files of others are read; damaged ones are refused in a sentence. */
class ParquetTest {
    record Said(String content, String role) {}

    record Row(String name, List<Said> prompt, Row.Inner inner, double share, boolean flag) {
        record Inner(long index, List<List<String>> lists) {}
    }

    private static final ParquetSchema SCHEMA = ParquetSchema.of(Row.class);

    @TempDir
    private Path folder;

    private static List<JsonNode> read(Path file) {
        try (ParquetReader reader = ParquetReader.open(file);
                Stream<Line> lines = reader.lines()) {
            return lines.map(line -> Json.parse(line.whole())).toList();
        }
    }

    private static void write(Path file, ParquetSchema schema, List<JsonNode> rows) {
        try (ParquetWriter writer = ParquetWriter.open(file, schema)) {
            rows.forEach(writer::add);
            writer.publish();
        }
    }

    @Test
    void rowsComeBackEqualAndInOrder() throws Exception {
        SplittableRandom random = new SplittableRandom(7);
        List<JsonNode> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            rows.add(row(random, i));
        }
        Path file = folder.resolve("it's a [1] *=.parquet");
        write(file, SCHEMA, rows);
        assertThat(read(file)).isEqualTo(rows);
        try (ParquetReader reader = ParquetReader.open(file)) {
            assertThat(reader.schema()).isEqualTo(SCHEMA);
            assertThat(reader.rows()).isEqualTo(3000);
            assertThat(reader.lines().skip(2).findFirst().orElseThrow().place()).isEqualTo(file.getFileName() + ":3");
        }
        Path again = folder.resolve("again.parquet");
        write(again, SCHEMA, rows);
        assertThat(again).hasSameBinaryContentAs(file);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(file, again);
        }
    }

    /** Every field is there, since a file has every column in every row; values may be null. */
    private static ObjectNode row(SplittableRandom random, int number) {
        ObjectNode row = Json.object().put("name", random.nextInt(9) == 0 ? null : text(random));
        ArrayNode prompt = row.putArray("prompt");
        for (int i = random.nextInt(3); i > 0; i--) {
            prompt.addObject().put("content", text(random)).put("role", "user");
        }
        ObjectNode inner = row.putObject("inner").put("index", number);
        ArrayNode lists = inner.putArray("lists");
        for (int i = random.nextInt(3); i > 0; i--) {
            lists.addArray().add(text(random)).addNull();
        }
        return row.put("share", number % 3 == 0 ? -0.1 : random.nextDouble() * 1e300)
                .put("flag", random.nextBoolean());
    }

    private static String text(SplittableRandom random) {
        int[] alphabet = {0, 'a', '"', '\\', '\n', '\r', 0x7f, 0xe9, 0x2028, 0xfeff, 0x1F600, '\'', '{', ','};
        return random.ints(random.nextInt(12), 0, alphabet.length)
                .map(i -> alphabet[i])
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    void recordsComeBack() {
        List<Row> rows = List.of(
                new Row("a", List.of(new Said("hi", "user")), new Row.Inner(Long.MAX_VALUE, List.of()), 0.1, true),
                new Row("", List.of(), new Row.Inner(-1, List.of(List.of("x"), List.of())), 2, false));
        Path file = folder.resolve("records.parquet");
        write(file, SCHEMA, rows.stream().map(Json::tree).toList());
        try (ParquetReader reader = ParquetReader.open(file);
                Stream<Row> back = reader.records(Row.class)) {
            assertThat(back).isEqualTo(rows);
        }
    }

    @Test
    void noRowsAreAFileToo() {
        Path file = folder.resolve("none.parquet");
        write(file, SCHEMA, List.of());
        assertThat(read(file)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsRefusedWithItsPlace() {
        Path file = folder.resolve("bad.parquet");
        try (ParquetWriter writer = ParquetWriter.open(file, SCHEMA)) {
            for (String[] wrong : new String[][] {
                {"{\"name\": 1}", "name is the number 1, and the column holds text"},
                {"{\"nam\": 1}", "nam is no column; the columns there are [name, prompt, inner, share, flag]"},
                {"{\"prompt\": [{\"content\": []}]}", "prompt[0].content is a list, and the column holds text"},
                {
                    "{\"inner\": {\"index\": 9223372036854775808}}",
                    "inner.index is the number 9223372036854775808, and" + " the column holds whole numbers of 64 bits"
                },
                {"{\"name\": \"\\ud800\"}", "name has half a surrogate pair, which UTF-8 cannot hold"},
                {"[]", "the row is no object"}
            }) {
                assertThatThrownBy(() -> writer.add(Json.parse(wrong[0]))).hasMessage(wrong[1]);
            }
        }
        assertThat(folder).isEmptyDirectory();
        assertThatThrownBy(() ->
                        ParquetSchema.of(java.util.Map.of("a", new ParquetType.Text(), "A", new ParquetType.Flag())))
                .hasMessageContaining("letter case");
    }

    @Test
    void damagedFilesAreRefusedInASentence() throws Exception {
        Path good = folder.resolve("good.parquet");
        write(good, SCHEMA, List.of(row(new SplittableRandom(1), 1), row(new SplittableRandom(2), 2)));
        byte[] bytes = Files.readAllBytes(good);
        SplittableRandom random = new SplittableRandom(3);
        Path bad = folder.resolve("bad.parquet");
        for (int i = 0; i < 30; i++) {
            byte[] damaged = i % 3 == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes.clone();
            for (int flips = 1 + random.nextInt(4); i % 3 > 0 && flips > 0; flips--) {
                // Most of what can confuse a reader stands at the end.
                int at = bytes.length - 1 - random.nextInt(random.nextBoolean() ? 800 : bytes.length) % bytes.length;
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(bad, damaged);
            try {
                assertThat(read(bad)).hasSizeLessThanOrEqualTo(2);
            } catch (UserException e) {
                assertThat(e.getMessage())
                        .startsWith("Cannot read " + bad)
                        .endsWith(".")
                        .doesNotContain("selvedge-parquet-", "Invalid result set");
            }
        }
        Files.writeString(bad, "no Parquet at all");
        assertThatThrownBy(() -> ParquetReader.open(bad)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> ParquetReader.open(folder.resolve("none"))).hasMessageContaining("no such file");
    }

    /** Files that Arrow wrote for verl: their rows as others read them, and a copy with the same columns. */
    @Test
    void filesOfVerlAreReadAndWrittenAlike() {
        Path data = Path.of(System.getProperty("selvedge.data", "none"), "darc");
        assumeThat(data).as("needs -Dselvedge.data").isDirectory();
        for (String name : List.of("questioner", "solver")) {
            List<JsonNode> rows = read(data.resolve(name + "_dataset_example.parquet"));
            assertThat(rows).hasSize(name.equals("solver") ? 88 : 85);
            try (Stream<Line> lines = Line.all(data.resolve(name + "_first20.jsonl"))) {
                assertThat(rows.subList(0, 20))
                        .isEqualTo(lines.map(line -> Json.parse(line.whole())).toList());
            }
            try (ParquetReader theirs = ParquetReader.open(data.resolve(name + "_dataset_example.parquet"))) {
                Path copy = folder.resolve(name);
                write(copy, theirs.schema(), rows);
                try (ParquetReader ours = ParquetReader.open(copy)) {
                    assertThat(ours.schema()).isEqualTo(theirs.schema());
                }
                assertThat(read(copy)).isEqualTo(rows);
            }
        }
    }

    @Test
    void nothingElseCanBeTouched() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.csv"), "a\n1\n");
        try (DuckDb duck = DuckDb.open(List.of(folder.resolve("other")), true)) {
            for (String sql : List.of(
                    "SELECT * FROM read_csv(" + DuckDb.text(secret) + ")",
                    "COPY (SELECT 1) TO " + DuckDb.text(folder.resolve("out.csv")),
                    "SET threads=2",
                    "SET enable_external_access=true",
                    "INSTALL httpfs",
                    "ATTACH " + DuckDb.text(folder.resolve("db")))) {
                assertThatThrownBy(() -> {
                            try (var statement = duck.statement()) {
                                statement.execute(sql);
                            }
                        })
                        .as(sql)
                        .isInstanceOf(java.sql.SQLException.class);
            }
        }
    }

    @Test
    void theUnpackedLibraryIsGone() throws Exception {
        read(writtenOnce());
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            List<String> copies =
                    maps.filter(line -> line.contains("libduckdb_java")).toList();
            assertThat(copies).isNotEmpty().allMatch(line -> line.endsWith("(deleted)"));
        }
    }

    private Path writtenOnce() {
        Path file = folder.resolve("once.parquet");
        write(file, SCHEMA, List.of());
        return file;
    }
}
