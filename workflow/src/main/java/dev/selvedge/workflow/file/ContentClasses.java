package dev.selvedge.workflow.file;

import dev.selvedge.workflow.ContentType;
import java.util.Map;

/** The kinds of content by the class names that files use. */
public final class ContentClasses {
    private static final Map<String, ContentType> TYPES = Map.ofEntries(
            Map.entry("WFStringContentItem", ContentType.TEXT),
            Map.entry("WFNumberContentItem", ContentType.NUMBER),
            Map.entry("WFDecimalNumberContentItem", ContentType.NUMBER),
            Map.entry("WFBooleanContentItem", ContentType.BOOLEAN),
            Map.entry("WFDateContentItem", ContentType.DATE),
            Map.entry("WFTimeIntervalContentItem", ContentType.DURATION),
            Map.entry("WFMeasurementContentItem", ContentType.QUANTITY),
            Map.entry("WFQuantityContentItem", ContentType.QUANTITY),
            Map.entry("WFDictionaryContentItem", ContentType.DICTIONARY),
            Map.entry("WFURLContentItem", ContentType.URL),
            Map.entry("WFGenericFileContentItem", ContentType.FILE),
            Map.entry("WFPDFContentItem", ContentType.FILE),
            Map.entry("WFFolderContentItem", ContentType.FOLDER),
            Map.entry("WFImageContentItem", ContentType.IMAGE),
            Map.entry("WFAVAssetContentItem", ContentType.MEDIA),
            Map.entry("WFMPMediaContentItem", ContentType.MEDIA),
            Map.entry("WFRichTextContentItem", ContentType.RICH_TEXT),
            Map.entry("WFSafariWebPageContentItem", ContentType.WEB_PAGE),
            Map.entry("WFArticleContentItem", ContentType.ARTICLE),
            Map.entry("WFContactContentItem", ContentType.CONTACT),
            Map.entry("WFLocationContentItem", ContentType.LOCATION),
            Map.entry("WFMKMapItemContentItem", ContentType.LOCATION),
            Map.entry("WFDCMapsLinkContentItem", ContentType.LOCATION),
            Map.entry("WFCalendarEventContentItem", ContentType.EVENT),
            Map.entry("WFReminderContentItem", ContentType.REMINDER),
            Map.entry("WFNoteContentItem", ContentType.NOTE),
            Map.entry("WFPhotoMediaContentItem", ContentType.PHOTO),
            Map.entry("WFAppContentItem", ContentType.APP),
            Map.entry("WFAppStoreAppContentItem", ContentType.APP),
            Map.entry("WFWorkflowContentItem", ContentType.WORKFLOW),
            Map.entry("WFHKSampleContentItem", ContentType.HEALTH),
            Map.entry("WFWeatherDataContentItem", ContentType.WEATHER));

    private ContentClasses() {}

    /** The kind of a class, {@code OTHER} for one that is not known. */
    public static ContentType type(String contentClass) {
        return TYPES.getOrDefault(contentClass, ContentType.OTHER);
    }
}
