package dev.selvedge.core;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are either the old or the new content, also after a crash: written aside, forced to disk, renamed. */
public final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes a text in UTF-8.
     *
     * @throws UserException if the disk is full or refuses
     */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes.
     *
     * @throws UserException if the disk is full or refuses
     */
    public static void write(Path file, byte[] content) {
        Path aside = aside(file);
        try {
            uninterrupted(() -> {
                Files.write(aside, content);
                publish(aside, file);
            });
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    /**
     * Repeats what an interrupt broke off, which leaves the thread as interrupted as it was. An interrupt closes the
     * file being written, even one that the thread has already answered: {@link Thread#interrupt} sets the flag first
     * and looks for open files after that.
     */
    private static void uninterrupted(Writing writing) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    writing.run();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @FunctionalInterface
    private interface Writing {
        void run() throws IOException;
    }

    /**
     * Writes bytes without waiting for the disk: after a crash of the machine the file may be missing or empty, never in
     * part. For what can be made again in no time.
     *
     * @throws UserException if the disk is full or refuses
     */
    public static void replace(Path file, byte[] content) {
        Path aside = aside(file);
        try {
            uninterrupted(() -> Files.write(aside, content));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
    }

    /** Where a file is written before {@link #publish}; in the same directory. */
    public static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ".tmp");
    }

    /** Forces a finished file to disk and gives it its name. */
    public static void publish(Path aside, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null
                && parent.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }
}
