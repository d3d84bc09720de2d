package io.github.argusglue.plugin.aruba.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.argusglue.spi.SourceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads a list of several pages, which may change meanwhile, and says whether all of it was seen. If a row vanishes
 * from a page that was read, all later ones move up, and the first of the next page is not seen. So a list of several
 * pages is read again if its total changes, or if it lacks a row that was there the last time.
 */
public final class PagedList {
    private static final int MOST_PAGES = 2_000;
    private static final int ATTEMPTS = 3;

    private final String path;
    private final Source source;
    private final Function<JsonNode, String> id;
    private Set<String> before = Set.of();

    /** Where the pages come from. */
    @FunctionalInterface
    public interface Source {
        /**
         * Reads one page.
         *
         * @param cursor where it begins; empty for the first one
         */
        Page page(String cursor) throws SourceException, InterruptedException;
    }

    /** What one answer has of a list. {@code next} is empty on the last page; {@code total} is -1 if it is not said. */
    public record Page(List<JsonNode> rows, int total, String next) {}

    /**
     * Creates a list.
     *
     * @param path what messages call it
     * @param id returns what identifies a row; empty if that is missing
     */
    public PagedList(String path, Source source, Function<JsonNode, String> id) {
        this.path = path;
        this.source = source;
        this.id = id;
    }

    /**
     * The rows, each once, and why some may be missing.
     *
     * @param gap one line for people; empty if all rows are there
     */
    public record Rows(List<JsonNode> all, String gap) {}

    /** Reads the list. */
    public Rows read() throws SourceException, InterruptedException {
        Walk walk = walk();
        for (int i = 1; i < ATTEMPTS && !walk.gap().isEmpty() && walk.unreadable() == 0; i++) {
            walk = walk();
        }
        Map<String, JsonNode> rows = new LinkedHashMap<>(walk.rows());
        String gap = walk.gap();
        if (gap.isEmpty() && walk.pages() > 1 && !rows.keySet().containsAll(before)) {
            Walk second = walk();
            rows.putAll(second.rows());
            gap = second.gap();
        }
        Set<String> known = new HashSet<>(rows.keySet());
        if (!gap.isEmpty()) {
            known.addAll(before);
        }
        before = known;
        return new Rows(new ArrayList<>(rows.values()), gap);
    }

    private record Walk(Map<String, JsonNode> rows, int pages, int unreadable, String gap) {}

    private Walk walk() throws SourceException, InterruptedException {
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        Set<String> cursors = new HashSet<>();
        Set<Integer> totals = new HashSet<>();
        int unreadable = 0;
        int pages = 0;
        String cursor = "";
        do {
            Page page = source.page(cursor);
            pages++;
            totals.add(page.total());
            for (JsonNode row : page.rows()) {
                String key = id.apply(row);
                if (key.isEmpty()) {
                    unreadable++;
                } else {
                    rows.put(key, row);
                }
            }
            cursor = page.next();
            // A page without rows that names a next one would be followed for ever.
            if (page.rows().isEmpty()) {
                break;
            }
            if (!cursor.isEmpty() && (!cursors.add(cursor) || pages == MOST_PAGES)) {
                throw SourceException.badAnswer(
                        path + ": the list does not end: after " + pages + " pages, 'next' is '" + cursor + "'", null);
            }
        } while (!cursor.isEmpty());
        return new Walk(rows, pages, unreadable, gap(rows.size(), unreadable, totals));
    }

    private String gap(int rows, int unreadable, Set<Integer> totals) {
        if (unreadable > 0) {
            return path + ": " + unreadable + " entries have no id";
        } else if (totals.size() > 1) {
            return path + ": the list changed " + ATTEMPTS + " times while it was read";
        }
        int total = totals.iterator().next();
        return rows < total ? path + ": the list has " + rows + " entries, and should have " + total : "";
    }
}
