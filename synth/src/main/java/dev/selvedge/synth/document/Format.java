package dev.selvedge.synth.document;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a document was read from. */
public enum Format {
    @JsonProperty("text")
    TEXT,
    @JsonProperty("markdown")
    MARKDOWN,
    @JsonProperty("html")
    HTML,
    @JsonProperty("pdf")
    PDF,
    /** A description of tools, in any form that {@link dev.selvedge.workflow.catalog.CatalogImport} reads. */
    @JsonProperty("tools")
    TOOLS
}
