package dev.selvedge.synth.collect;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The topics by which people file their workflows: the 28 of RoutineHub, which WorkflowLLM (arXiv 2411.05451, section 3.1)
 * takes as its categories. The JSON form is the label.
 */
public enum Category {
    BOOKS("Books"),
    BUSINESS("Business"),
    DEVELOPMENT_TOOLS("Development Tools"),
    EDUCATION("Education"),
    ENTERTAINMENT("Entertainment"),
    FINANCE("Finance"),
    FOOD_AND_DRINK("Food & Drink"),
    GAMES("Games"),
    GRAPHICS_AND_DESIGN("Graphics & Design"),
    HEALTH_AND_FITNESS("Health & Fitness"),
    JAILBREAKING("Jailbreaking"),
    KIDS("Kids"),
    LIFESTYLE("Lifestyle"),
    MEDICAL("Medical"),
    MUSIC("Music"),
    NAVIGATION("Navigation"),
    NEWS("News"),
    PHOTO_AND_VIDEO("Photo & Video"),
    PRODUCTIVITY("Productivity"),
    REFERENCE("Reference"),
    SHOPPING("Shopping"),
    SNIPPETS("Snippets"),
    SOCIAL_NETWORKING("Social Networking"),
    SPORTS("Sports"),
    TRAVEL("Travel"),
    UTILITIES("Utilities"),
    WEATHER("Weather"),
    WIDGETS("Widgets");

    private static final Map<String, Category> BY_LETTERS =
            Arrays.stream(values()).collect(Collectors.toMap(each -> letters(each.label), Function.identity()));

    private final String label;

    Category(String label) {
        this.label = label;
    }

    /** As people read it, for example {@code Food & Drink}. */
    @JsonValue
    public String label() {
        return label;
    }

    /** The category that a text names, in any case and with any signs between its words; empty for any other text. */
    public static Optional<Category> of(String text) {
        return Optional.ofNullable(BY_LETTERS.get(letters(text)));
    }

    @JsonCreator
    static Category read(String label) {
        return of(label).orElseThrow(() -> new IllegalArgumentException("there is no category '" + label + "'"));
    }

    private static String letters(String text) {
        return text.toLowerCase(Locale.ROOT).replace("&", "and").replaceAll("[^a-z]", "");
    }
}
