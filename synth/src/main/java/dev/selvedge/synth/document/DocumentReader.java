package dev.selvedge.synth.document;

import dev.selvedge.core.run.Outcome;
import dev.selvedge.synth.collect.Refusal;
import dev.selvedge.synth.collect.WorkflowFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads files as documents: plain text, Markdown, HTML, PDF and descriptions of tools, told apart by their endings; PDF
 * and HTML that are called otherwise by their beginnings. Whatever a file is, it gives documents or one reject
 * with a {@link DocumentRefusal} (or the {@link Refusal} of the walk that found it) and a sentence. Nothing is fetched,
 * followed or run; bytes, pages, depth, values and work are bounded.
 */
public final class DocumentReader {
    /** Bytes of the largest file that is read. */
    public static final int MOST_BYTES = 64 << 20;

    private static final Set<String> TEXT = Set.of("", "txt", "text", "rst", "adoc", "asciidoc", "org", "tex");
    private static final Set<String> MARKDOWN = Set.of("md", "markdown", "mdown", "mkd");
    private static final Set<String> HTML = Set.of("html", "htm", "xhtml");
    private static final Set<String> TOOLS =
            Set.of("json", "yaml", "yml", "plist", "actions", "actionsdata", "intentdefinition");
    private static final byte[] PDF = "%PDF-".getBytes(StandardCharsets.ISO_8859_1);
    private static final int HTML_WITHIN = 1024;

    private DocumentReader() {}

    /** Reads a file; every document keeps to the splitting's longest length. */
    public static Outcome<Document> read(WorkflowFile file, Splitting splitting) {
        try {
            if (file.content() instanceof WorkflowFile.Content.Refused(Refusal reason, String sentence)) {
                // What is no workflow here is nothing that can be read at all.
                return Outcome.reject(
                        reason == Refusal.NOT_A_WORKFLOW ? DocumentRefusal.NOT_A_FILE : reason, "", sentence);
            }
            byte[] bytes = bytes(file);
            List<Document> documents = extracted(file.name(), bytes, splitting).documents(file.name(), splitting);
            if (documents.isEmpty()) {
                throw new UnfitFileException(DocumentRefusal.NO_TEXT, "It has no text.");
            }
            return Outcome.keepAll(documents);
        } catch (UnfitFileException e) {
            return Outcome.reject(e.reason(), "", e.sentence());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            // One file must not end the work on all the others.
            return Outcome.reject(
                    DocumentRefusal.FAULT, "", "This is a mistake in Selvedge, please report it with the file: " + e);
        }
    }

    private static byte[] bytes(WorkflowFile file) throws UnfitFileException {
        byte[] bytes = switch (file.content()) {
            case WorkflowFile.Content.OnDisk(String path) -> onDisk(Path.of(path));
            case WorkflowFile.Content.Bytes(byte[] held) -> held;
            case WorkflowFile.Content.Refused refused -> throw new IllegalArgumentException(refused.sentence());
        };
        if (bytes.length > MOST_BYTES) {
            throw new UnfitFileException(
                    DocumentRefusal.TOO_LARGE, "It has more than " + (MOST_BYTES >> 20) + " MiB, which is not read.");
        }
        return bytes;
    }

    private static byte[] onDisk(Path path) throws UnfitFileException {
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw new UnfitFileException(DocumentRefusal.DAMAGED, "It cannot be read: " + e.getMessage() + ".");
        }
    }

    private static Extracted extracted(String name, byte[] bytes, Splitting splitting) throws UnfitFileException {
        Format format = format(name, bytes)
                .orElseThrow(() -> new UnfitFileException(
                        DocumentRefusal.UNSUPPORTED_FORMAT,
                        "It is none of text, Markdown, HTML, PDF, OpenAPI, MCP tool list or catalogue of actions, by its"
                                + " ending '" + ending(name) + "'."));
        return switch (format) {
            case TEXT -> PlainText.read(bytes);
            case MARKDOWN -> MarkdownText.read(bytes);
            case HTML -> HtmlText.read(bytes);
            case PDF -> PdfText.read(bytes);
            case TOOLS -> ToolText.read(bytes, Extracted.stem(name), splitting);
        };
    }

    /** What a file of this name and beginning is read as. */
    private static Optional<Format> format(String name, byte[] bytes) {
        String ending = ending(name);
        if (ending.equals("pdf") || startsWith(bytes, PDF)) {
            return Optional.of(Format.PDF);
        }
        if (TOOLS.contains(ending)) {
            return Optional.of(Format.TOOLS);
        }
        if (MARKDOWN.contains(ending)) {
            return Optional.of(Format.MARKDOWN);
        }
        if (HTML.contains(ending) || (TEXT.contains(ending) && isHtml(bytes))) {
            return Optional.of(Format.HTML);
        }
        return TEXT.contains(ending) ? Optional.of(Format.TEXT) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }

    private static boolean isHtml(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, HTML_WITHIN), StandardCharsets.ISO_8859_1)
                .replaceFirst("^(\u00ef\u00bb\u00bf)?\\s*", "")
                .toLowerCase(Locale.ROOT);
        return start.startsWith("<!doctype html") || start.startsWith("<html");
    }

    private static String ending(String name) {
        String base = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('!')) + 1);
        int dot = base.lastIndexOf('.');
        return dot > 0 ? base.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
    }
}
