package dev.selvedge.model;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import dev.selvedge.core.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Properties;

/**
 * Where native libraries are unpacked on first use (about 380 MB, some seconds): {@code $XDG_CACHE_HOME/selvedge}, or
 * the folder that the system property {@code selvedge.cache} names.
 */
final class Natives {
    private static boolean tokenizersLoaded;

    private Natives() {}

    /** To be called before a class of libtorch is touched. A folder that the user set by a system property stays. */
    static void prepareTorch() {
        if (System.getProperty("org.bytedeco.javacpp.cachedir") == null) {
            System.setProperty(
                    "org.bytedeco.javacpp.cachedir", cache().resolve("javacpp").toString());
        }
    }

    /**
     * Loads the tokenizers library from its jar. The jar's own loader is passed by: it looks for GPUs, logs, and may
     * download another build.
     */
    static synchronized TokenizersLibrary tokenizers() {
        if (!tokenizersLoaded) {
            String platform = platform();
            switch (platform) {
                case "win-x86_64" -> {
                    load(platform, "libwinpthread-1.dll");
                    load(platform, "libgcc_s_seh-1.dll");
                    load(platform, "libstdc++-6.dll");
                    load(platform, "tokenizers.dll");
                }
                case "osx-aarch64" -> load(platform, "libtokenizers.dylib");
                default -> load(platform, "libtokenizers.so");
            }
            tokenizersLoaded = true;
        }
        return TokenizersLibrary.LIB;
    }

    private static void load(String platform, String name) {
        Path file = cache().resolve("tokenizers").resolve(version()).resolve(name);
        try {
            if (!Files.exists(file)) {
                unpack("native/lib/" + platform + "/cpu/" + name, file);
            }
            System.load(file.toAbsolutePath().toString());
        } catch (IOException e) {
            throw UserException.writing(file, e);
        } catch (UnsatisfiedLinkError e) {
            throw new UserException("Cannot load " + file + ": " + e.getMessage() + ".", e);
        }
    }

    private static void unpack(String resource, Path file) throws IOException {
        try (InputStream in = TokenizersLibrary.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new UserException("The tokenizers library has no build for this machine (" + platform() + ").");
            }
            Files.createDirectories(file.getParent());
            Path part = Files.createTempFile(file.getParent(), "unpack", ".part");
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static String version() {
        var properties = new Properties();
        try (InputStream in =
                TokenizersLibrary.class.getClassLoader().getResourceAsStream("native/lib/tokenizers.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UserException("The tokenizers library cannot be read from its jar: " + e.getMessage() + ".", e);
        }
        return properties.getProperty("version", "unknown").strip();
    }

    private static String platform() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "osx" : name.startsWith("win") ? "win" : "linux";
        String arch = System.getProperty("os.arch");
        return system + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    private static Path cache() {
        String set = System.getProperty("selvedge.cache");
        if (set != null) {
            return Path.of(set);
        }
        String xdg = System.getenv("XDG_CACHE_HOME");
        return (xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg))
                .resolve("selvedge");
    }
}
