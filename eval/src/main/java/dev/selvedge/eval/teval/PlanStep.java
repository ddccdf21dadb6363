package dev.selvedge.eval.teval;

/**
 * One step of a plan.
 *
 * @param id steps are taken in the order of their ids
 * @param name of the tool
 * @param args its arguments, as text
 */
record PlanStep(long id, String name, String args) {
    static final String FINISH = "FinishAction";

    boolean isFinish() {
        return name.equals(FINISH);
    }
}
