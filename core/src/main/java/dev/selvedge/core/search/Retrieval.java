package dev.selvedge.core.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * Finds texts by the words that they share with a query, ranked by BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.75)
 * over stemmed English words; other scripts are cut as Unicode cuts words. Held in memory. Safe for many threads. Equal
 * ranks are in the order of the texts.
 */
public final class Retrieval implements AutoCloseable {
    /** Lucene says at each start that a faster form of vector search, which is not used here, needs a flag. */
    private static final Logger SILENCED =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private static final String TITLE = "title";
    private static final String TEXT = "text";
    private static final float TITLE_BOOST = 2;
    private static final int MAX_WORDS = 256;

    static {
        SILENCED.setLevel(Level.OFF);
    }

    private final Analyzer analyzer = new EnglishAnalyzer();
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final DirectoryReader reader;
    private final IndexSearcher searcher;

    private Retrieval(List<Entry> entries) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(analyzer).setSimilarity(new BM25Similarity());
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (Entry entry : entries) {
                Document document = new Document();
                document.add(new TextField(TITLE, entry.title, Field.Store.NO));
                document.add(new TextField(TEXT, entry.text, Field.Store.NO));
                writer.addDocument(document);
            }
            writer.forceMerge(1);
        }
        reader = DirectoryReader.open(directory);
        searcher = new IndexSearcher(reader);
        searcher.setSimilarity(new BM25Similarity());
    }

    /**
     * A text to find.
     *
     * @param title words of it that count double, empty for none
     */
    public record Entry(String title, String text) {}

    /**
     * A text that was found.
     *
     * @param index of the entry
     * @param score by BM25, above 0
     */
    public record Hit(int index, double score) {}

    public static Retrieval over(List<Entry> entries) {
        try {
            return new Retrieval(entries);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The entries that share most with the query, best first; fewer than asked for, or none, where fewer share a word.
     *
     * @param query its first {@value #MAX_WORDS} different words count
     * @param k at least 1
     */
    public List<Hit> nearest(String query, int k) {
        try {
            BooleanQuery.Builder words = new BooleanQuery.Builder();
            for (String word : words(query)) {
                words.add(new TermQuery(new Term(TEXT, word)), BooleanClause.Occur.SHOULD);
                words.add(
                        new BoostQuery(new TermQuery(new Term(TITLE, word)), TITLE_BOOST), BooleanClause.Occur.SHOULD);
            }
            List<Hit> hits = new ArrayList<>();
            for (ScoreDoc found : searcher.search(words.build(), k).scoreDocs) {
                hits.add(new Hit(found.doc, found.score));
            }
            return hits;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> words(String query) throws IOException {
        Set<String> words = new LinkedHashSet<>();
        try (TokenStream tokens = analyzer.tokenStream(TEXT, query)) {
            CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (words.size() < MAX_WORDS && tokens.incrementToken()) {
                words.add(word.toString());
            }
        }
        return words;
    }

    @Override
    public void close() {
        try {
            reader.close();
            directory.close();
            analyzer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
