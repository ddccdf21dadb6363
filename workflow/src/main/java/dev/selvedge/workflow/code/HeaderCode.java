package dev.selvedge.workflow.code;

import dev.selvedge.workflow.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of the line {@code workflow("name", accepts=[…], surfaces=[…], key=…)} that says what a file says as a whole.
 * Content classes that every editor writes have a word; others stand as they are.
 */
final class HeaderCode {
    static final String ACCEPTS = "accepts";
    static final String SURFACES = "surfaces";
    static final Set<String> WORDS = Set.of(ACCEPTS, SURFACES);

    /** What accepts the classes that have words, all of them and in their order. */
    static final String ANYTHING = "anything";

    private static final Map<String, String> CLASSES = classes();
    private static final Map<String, String> CLASS_WORDS =
            CLASSES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private HeaderCode() {}

    private static Map<String, String> classes() {
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("app", "WFAppStoreAppContentItem");
        classes.put("article", "WFArticleContentItem");
        classes.put("contact", "WFContactContentItem");
        classes.put("date", "WFDateContentItem");
        classes.put("email", "WFEmailAddressContentItem");
        classes.put("folder", "WFFolderContentItem");
        classes.put("file", "WFGenericFileContentItem");
        classes.put("image", "WFImageContentItem");
        classes.put("itunes", "WFiTunesProductContentItem");
        classes.put("location", "WFLocationContentItem");
        classes.put("maps_link", "WFDCMapsLinkContentItem");
        classes.put("media", "WFAVAssetContentItem");
        classes.put("pdf", "WFPDFContentItem");
        classes.put("phone", "WFPhoneNumberContentItem");
        classes.put("rich_text", "WFRichTextContentItem");
        classes.put("web_page", "WFSafariWebPageContentItem");
        classes.put("text", "WFStringContentItem");
        classes.put("url", "WFURLContentItem");
        return classes;
    }

    /** The content classes under their words. */
    static Value accepts(List<String> inputTypes) {
        return inputTypes.equals(List.copyOf(CLASSES.values()))
                ? new Value.Text(ANYTHING)
                : texts(inputTypes.stream().map(HeaderCode::word).toList());
    }

    /** A class that is called as a word for another stands behind an equals sign. */
    private static String word(String inputType) {
        String word = CLASS_WORDS.get(inputType);
        if (word != null) {
            return word;
        }
        return CLASSES.containsKey(inputType) || inputType.startsWith("=") ? "=" + inputType : inputType;
    }

    static List<String> anything() {
        return List.copyOf(CLASSES.values());
    }

    /** The content class for a word; a class stands for itself. */
    static String inputType(String word) {
        return word.startsWith("=") ? word.substring(1) : CLASSES.getOrDefault(word, word);
    }

    static Value texts(List<String> texts) {
        return new Value.ListOf(texts.stream().<Value>map(Value.Text::new).toList());
    }
}
