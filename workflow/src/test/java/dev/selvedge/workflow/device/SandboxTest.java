package dev.selvedge.workflow.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The device's classes name nothing through which they could touch the host, or differ from run to run. */
class SandboxTest {
    /** Beginnings of names of classes. */
    private static final List<String> CLASSES = List.of(
            "java/io/",
            "java/nio/file/",
            "java/nio/channels/",
            "java/net/",
            "java/lang/reflect/",
            "java/lang/Process",
            "java/lang/ClassLoader",
            "java/lang/foreign/",
            "java/lang/ref/",
            "java/sql/",
            "java/rmi/",
            "java/util/random/",
            "java/util/UUID",
            "java/util/Timer",
            "java/util/ServiceLoader",
            "java/util/concurrent/ThreadLocalRandom",
            "java/util/concurrent/Executor",
            "java/security/SecureRandom",
            "javax/",
            "sun/",
            "jdk/");

    /** Methods that tell of the host, its clock or its addresses. */
    private static final Set<String> METHODS = Set.of(
            "java/lang/System.getenv",
            "java/lang/System.getProperty",
            "java/lang/System.getProperties",
            "java/lang/System.exit",
            "java/lang/System.load",
            "java/lang/System.loadLibrary",
            "java/lang/System.currentTimeMillis",
            "java/lang/System.nanoTime",
            "java/lang/System.identityHashCode",
            "java/lang/Class.forName",
            "java/lang/Math.random",
            "java/lang/Runtime.getRuntime",
            "java/util/Random.<init>",
            "java/lang/Object.hashCode",
            "java/lang/Thread.start",
            "java/lang/Thread.sleep",
            "java/time/Instant.now",
            "java/time/LocalDate.now",
            "java/time/LocalDateTime.now",
            "java/time/ZonedDateTime.now",
            "java/time/Clock.systemUTC",
            "java/time/ZoneId.systemDefault",
            "java/util/TimeZone.getDefault",
            "java/util/Locale.getDefault");

    /** The exceptions, each with its reason. */
    private static final Map<String, String> ALLOWED = Map.of(
            "Meter java/lang/System.nanoTime", "the last resort against a slow machine; never part of a result",
            "Patterns java/lang/Thread.start", "a stack of known size for the matcher");

    @Test
    void nothingOfTheHostIsNamed() throws IOException {
        Path folder = Path.of("target/classes/dev/selvedge/workflow/device");
        Set<String> forbidden = new TreeSet<>();
        int classes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                classes++;
                String name = file.getFileName().toString().replaceAll("[$.].*", "");
                for (PoolEntry entry : ClassFile.of().parse(file).constantPool()) {
                    String found = forbidden(entry);
                    if (found != null && !ALLOWED.containsKey(name + " " + found)) {
                        forbidden.add(name + " uses " + found);
                    }
                }
            }
        }
        assertThat(classes).isGreaterThan(50);
        assertThat(forbidden).isEmpty();
    }

    private static @Nullable String forbidden(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry type
            when CLASSES.stream().anyMatch(type.asInternalName()::startsWith) -> type.asInternalName();
            case MemberRefEntry member when METHODS.contains(name(member)) -> name(member);
            default -> null;
        };
    }

    private static String name(MemberRefEntry member) {
        return member.owner().asInternalName() + "." + member.name().stringValue();
    }
}
