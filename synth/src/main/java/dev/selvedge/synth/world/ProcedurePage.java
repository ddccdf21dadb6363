package dev.selvedge.synth.world;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A document about procedures.
 *
 * @param procedures for different errands; no step is of two of them
 */
record ProcedurePage(String id, List<Procedure> procedures) implements Askable {
    ProcedurePage {
        procedures = List.copyOf(procedures);
    }

    static ProcedurePage drawn(String id, List<String> errands, RandomGenerator random) {
        var steps = new ArrayList<>(Procedure.STEPS);
        return new ProcedurePage(
                id,
                errands.stream()
                        .map(errand -> Procedure.drawn(errand, steps, random))
                        .toList());
    }

    @Override
    public String text() {
        return procedures.stream().map(Procedure::line).collect(Collectors.joining());
    }

    @Override
    public int lines() {
        return procedures.size();
    }

    /** Level 1 asks for the first step or for the one after another; level 2 for the one after the first. */
    @Override
    public ProcedureQuestion question(RandomGenerator random, int level) {
        Procedure procedure = procedures.get(random.nextInt(procedures.size()));
        return level == 1
                ? new ProcedureQuestion(
                        procedure, random.nextInt(procedure.steps().size()), 1)
                : new ProcedureQuestion(procedure, 0, level);
    }

    @Override
    public Lookup lookup(RandomGenerator random) {
        return Lookup.of(
                procedures,
                procedure -> procedure.errand().word(),
                procedure -> String.join(" ", procedure.path()),
                random);
    }
}
