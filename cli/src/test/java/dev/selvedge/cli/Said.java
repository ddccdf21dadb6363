package dev.selvedge.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/**
 * What the command line answered.
 *
 * @param text its errors, then what it printed
 */
record Said(int exit, String text) {
    static Said by(String... arguments) {
        StringWriter words = new StringWriter();
        PrintStream standard = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Main.commandLine();
            line.setErr(new PrintWriter(words, true)).setOut(new PrintWriter(words, true));
            int exit = line.execute(arguments);
            return new Said(exit, words + out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(standard);
        }
    }
}
