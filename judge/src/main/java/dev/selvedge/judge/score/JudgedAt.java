package dev.selvedge.judge.score;

import dev.selvedge.judge.Judgement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Which of two records of one sample is later. A time without a zone is taken as UTC; a record without a time is older. */
final class JudgedAt {
    private JudgedAt() {}

    static boolean isAfter(Judgement one, Judgement other) {
        Instant first = time(one.judgedAt());
        Instant second = time(other.judgedAt());
        return first != null && (second == null || first.isAfter(second));
    }

    private static @Nullable Instant time(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String iso = text.strip().replaceFirst(" ", "T");
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeParseException e) {
            try {
                return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException again) {
                return null;
            }
        }
    }
}
