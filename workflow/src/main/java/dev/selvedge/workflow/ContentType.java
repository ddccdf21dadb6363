package dev.selvedge.workflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The kinds of content that pass between actions. */
public enum ContentType {
    @JsonProperty("any")
    ANY,
    @JsonProperty("text")
    TEXT,
    @JsonProperty("number")
    NUMBER,
    @JsonProperty("boolean")
    BOOLEAN,
    @JsonProperty("date")
    DATE,
    @JsonProperty("duration")
    DURATION,
    @JsonProperty("quantity")
    QUANTITY,
    @JsonProperty("dictionary")
    DICTIONARY,
    @JsonProperty("list")
    LIST,
    @JsonProperty("url")
    URL,
    @JsonProperty("file")
    FILE,
    @JsonProperty("folder")
    FOLDER,
    @JsonProperty("image")
    IMAGE,
    @JsonProperty("media")
    MEDIA,
    @JsonProperty("rich_text")
    RICH_TEXT,
    @JsonProperty("web_page")
    WEB_PAGE,
    @JsonProperty("article")
    ARTICLE,
    @JsonProperty("contact")
    CONTACT,
    @JsonProperty("location")
    LOCATION,
    @JsonProperty("event")
    EVENT,
    @JsonProperty("reminder")
    REMINDER,
    @JsonProperty("note")
    NOTE,
    @JsonProperty("photo")
    PHOTO,
    @JsonProperty("app")
    APP,
    @JsonProperty("workflow")
    WORKFLOW,
    @JsonProperty("health")
    HEALTH,
    @JsonProperty("weather")
    WEATHER,
    @JsonProperty("other")
    OTHER;

    /** Lower-case name, as in the catalogue. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
