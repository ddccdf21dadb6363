package dev.selvedge.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Says what the machine has and lacks. */
@Command(name = "doctor", description = "Says what this machine has and lacks.")
final class Doctor implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println("java " + System.getProperty("java.version"));
        return 0;
    }
}
