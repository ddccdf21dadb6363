package dev.selvedge.synth.expand;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Chooses in-context examples for their control structure, as WorkflowLLM (section 3.3) does without saying how. For each
 * place a structure is drawn, all alike, among those that are left with an example and not yet drawn for this brief; then
 * an example of it, all alike. Straight ones are drawn only when no other is left. So rare structures are shown as often
 * as frequent ones, and two examples differ in structure as long as they can.
 */
final class ExampleChoice {
    private final Map<Structure, List<QueryExample>> byStructure = new EnumMap<>(Structure.class);

    ExampleChoice(List<QueryExample> examples) {
        examples.forEach(example -> byStructure
                .computeIfAbsent(example.structure(), _ -> new ArrayList<>())
                .add(example));
    }

    List<QueryExample> choose(int wanted, SplittableRandom random) {
        Map<Structure, List<QueryExample>> left = new EnumMap<>(Structure.class);
        byStructure.forEach((structure, examples) -> left.put(structure, new ArrayList<>(examples)));
        List<QueryExample> chosen = new ArrayList<>();
        List<Structure> open = new ArrayList<>();
        while (chosen.size() < wanted && !left.isEmpty()) {
            if (open.isEmpty()) {
                left.keySet().stream()
                        .filter(structure -> structure != Structure.STRAIGHT || left.size() == 1)
                        .forEach(open::add);
            }
            Structure structure = open.remove(random.nextInt(open.size()));
            List<QueryExample> examples = left.getOrDefault(structure, List.of());
            chosen.add(examples.remove(random.nextInt(examples.size())));
            if (examples.isEmpty()) {
                left.remove(structure);
            }
        }
        return chosen;
    }
}
