package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.selvedge.workflow.Catalog;
import dev.selvedge.workflow.ContentType;
import dev.selvedge.workflow.Statement;
import dev.selvedge.workflow.Value;
import dev.selvedge.workflow.Workflow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The 100 built-in actions that the most real files use, beside those that the tree has as statements (text, number,
 * list, dictionary, variables, blocks, comments), and beside those that need data that the device has not.
 */
class FrequentActionsTest {
    private static final int MOST = 100;

    /** Categories of the catalogue whose actions work on pictures, sound or health samples themselves. */
    private static final Set<String> PICTURES_SOUND_HEALTH =
            Set.of("Images", "Media", "Music", "Health", "Photos", "PDF");

    @Test
    void areInterpretedUnlessTheyNeedPicturesSoundOrHealth() throws IOException {
        Map<String, Integer> files = new TreeMap<>();
        for (Workflow workflow : RealFiles.read().values()) {
            Set<String> ids = new TreeSet<>();
            collect(workflow.body(), ids);
            ids.forEach(id -> files.merge(id, 1, Integer::sum));
        }
        List<String> frequent = new ArrayList<>(files.keySet());
        frequent.removeIf(id -> !id.startsWith("is.workflow.actions."));
        frequent.sort(Comparator.comparing((String id) -> -files.getOrDefault(id, 0)));
        List<String> missing = new ArrayList<>();
        List<String> excused = new ArrayList<>();
        int counted = 0;
        for (String id : frequent) {
            String category =
                    Catalog.bundled().byId(id).map(Catalog.Action::category).orElse("?");
            if (Device.interprets(id)) {
                counted++;
            } else if (PICTURES_SOUND_HEALTH.contains(category)) {
                excused.add(id.substring(20) + " (" + category + ", " + files.get(id) + " files)");
            } else {
                counted++;
                missing.add(id);
            }
            if (counted == MOST) {
                break;
            }
        }
        System.out.println("device: of the most frequent built-in actions these need what the device has not: "
                + String.join(", ", excused));
        assertThat(counted).isEqualTo(MOST);
        assertThat(missing).isEmpty();
    }

    private static void collect(List<Statement> body, Set<String> ids) {
        for (Statement statement : body) {
            switch (statement) {
                case Statement.Call call -> ids.add(call.action());
                case Statement.If choice -> {
                    collect(choice.then(), ids);
                    collect(choice.otherwise(), ids);
                }
                case Statement.Menu menu -> menu.cases().forEach(each -> collect(each.body(), ids));
                case Statement.Repeat loop -> collect(loop.body(), ids);
                case Statement.ForEach loop -> collect(loop.body(), ids);
                case Statement.Assign _, Statement.Append _, Statement.Comment _ -> {}
            }
        }
    }

    /** What is not interpreted is typed: its output has the catalogue's type, and goes where that type goes. */
    @Test
    void whatIsNotInterpretedIsTyped() {
        Coercion as = new Coercion(World.FIXED, new Meter(Limits.STANDARD));
        int checked = 0;
        for (Catalog.Action action : Catalog.bundled().actions()) {
            Catalog.Output output = action.output();
            if (output == null || Device.interprets(action.id())) {
                continue;
            }
            Machine machine = new Machine(Trees.DEVICE, Trees.workflow(), World.FIXED, false);
            Item item = machine.invoke(new Invocation(machine, action.id(), Map.<String, Value>of()), null);
            ContentType type = Coercion.type(item);
            boolean plain = output.type() == ContentType.ANY || output.type() == ContentType.BOOLEAN;
            if (!plain) {
                assertThat(type).as(action.id()).isEqualTo(output.type());
            }
            assertThat(Coercion.type(as.to(output.type(), item)))
                    .as(action.id())
                    .isEqualTo(type);
            assertThat(as.text(item)).as(action.id()).isNotEmpty();
            checked++;
        }
        assertThat(checked).isGreaterThan(50);
    }
}
