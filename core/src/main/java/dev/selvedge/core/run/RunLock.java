package dev.selvedge.core.run;

import dev.selvedge.core.UserException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one process at a time use a run directory. The operating system frees it when the process ends. */
final class RunLock implements AutoCloseable {
    static final String FILE = "lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws UserException if another process, or another run in this one, uses the directory */
    static RunLock take(Path runDirectory) {
        Path file = runDirectory.resolve(FILE);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel)) {
                return new RunLock(channel);
            }
        } catch (IOException e) {
            throw UserException.writing(file, e);
        }
        throw new UserException("The run directory " + runDirectory
                + " is in use by another process. Wait for it to end, or choose another directory.");
    }

    /** Whether another process than this one uses the directory. */
    static boolean isHeldElsewhere(Path runDirectory) {
        Path file = runDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException | IOException e) {
            return false;
        }
    }

    /** Closes the channel only where another process holds the lock: POSIX frees all locks of a process otherwise. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            if (channel.tryLock() != null) {
                return true;
            }
            channel.close();
            return false;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
