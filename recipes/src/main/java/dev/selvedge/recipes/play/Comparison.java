package dev.selvedge.recipes.play;

import dev.selvedge.core.run.Recipe;
import dev.selvedge.core.run.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * What DARC claims, measured over several seeds: DARC, its stage 2 with the same questions in shuffled order, and R-Zero,
 * all from the same reader of each seed and at equal budgets.
 *
 * @param settings of all of it
 * @param worlds one for each seed
 */
public record Comparison(ComparisonSettings settings, List<World> worlds) {
    public static final String NAME = "self-play";

    /**
     * What is played in the world of a seed.
     *
     * @param darc with questions in order, easy ones first
     * @param shuffled its stage 2 in any order
     * @param rZero at the same budget
     */
    record World(long seed, Darc darc, Teaching.Taught shuffled, RZero rZero) {
        static World of(ComparisonSettings settings) {
            PlaySettings play = settings.darc().play();
            var playground = new Playground(play, "seed-" + play.seed() + "-");
            Darc darc = Darc.on(playground, settings.darc());
            return new World(
                    play.seed(),
                    darc,
                    darc.inOrder(settings.darc(), DarcSettings.QuestionOrder.SHUFFLED),
                    RZero.on(playground, settings.rZero()));
        }

        List<Stage> stages() {
            var stages = new ArrayList<>(darc.stages());
            stages.addAll(shuffled.stages());
            stages.addAll(rZero.stages());
            return stages;
        }
    }

    public Comparison {
        worlds = List.copyOf(worlds);
    }

    /** The recipe. */
    public static Comparison of(ComparisonSettings settings) {
        return new Comparison(settings, settings.each().stream().map(World::of).toList());
    }

    /** All of it as a run; what does not depend on the seed is done once. */
    public Recipe recipe() {
        List<Stage> general = worlds.getFirst().darc().playground().reading();
        general = general.subList(0, general.size() - 1);
        List<String> done = general.stream().map(Stage::name).toList();
        var stages = new ArrayList<>(general);
        worlds.forEach(world -> world.stages().stream()
                .filter(stage -> !done.contains(stage.name()))
                .forEach(stages::add));
        return Recipe.of(NAME, settings, stages);
    }
}
