package io.github.argusglue.plugin.aruba.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.argusglue.spi.SourceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Lists that change while their pages are read. */
class PagedListTest {
    private final List<String> server = new ArrayList<>();
    private int pageSize = 3;
    private Runnable afterPage = () -> {};
    private int pages;
    private int named;

    private final PagedList list =
            new PagedList("v1/things", this::page, row -> row.path("id").asText(""));

    private PagedList.Page page(String cursor) {
        pages++;
        int number = cursor.isEmpty() ? 1 : Integer.parseInt(cursor);
        int from = Math.min(server.size(), (number - 1) * pageSize);
        int to = Math.min(server.size(), from + pageSize);
        List<JsonNode> rows = new ArrayList<>();
        server.subList(from, to)
                .forEach(id -> rows.add(JsonNodeFactory.instance.objectNode().put("id", id)));
        PagedList.Page page =
                new PagedList.Page(rows, server.size(), to < server.size() ? String.valueOf(number + 1) : "");
        afterPage.run();
        return page;
    }

    private void add(int count) {
        for (int i = 0; i < count; i++) {
            server.add("row-" + ++named);
        }
    }

    private static Set<String> ids(PagedList.Rows rows) {
        Set<String> ids = new HashSet<>();
        rows.all().forEach(row -> ids.add(row.path("id").asText()));
        return ids;
    }

    /** In the middle of a read, one row vanishes and perhaps one comes: what stays must not be missing. */
    @RepeatedTest(300)
    void rowThatStaysIsNeverMissing(RepetitionInfo repetition) throws Exception {
        Random random = new Random(repetition.getCurrentRepetition());
        pageSize = 1 + random.nextInt(4);
        add(random.nextInt(20));
        list.read();
        for (int round = 0; round < 5; round++) {
            Set<String> there = new HashSet<>(server);
            int[] until = {random.nextInt(4)};
            boolean replaced = random.nextBoolean();
            afterPage = () -> {
                if (until[0]-- == 0 && !server.isEmpty()) {
                    server.remove(random.nextInt(server.size()));
                    add(replaced ? 1 : 0);
                }
            };
            PagedList.Rows rows = list.read();
            afterPage = () -> {};
            if (rows.gap().isEmpty()) {
                there.retainAll(server);
                assertTrue(
                        ids(rows).containsAll(there),
                        () -> "seed " + repetition.getCurrentRepetition() + ": " + ids(rows) + " lacks some of "
                                + there);
            }
            assertEquals(new HashSet<>(server), ids(list.read()));
        }
    }

    @Test
    void listThatNeverRestsIsNotComplete() throws Exception {
        add(7);
        afterPage = () -> add(1);
        assertEquals(
                "v1/things: the list changed 3 times while it was read",
                list.read().gap());
    }

    @Test
    void quietListIsReadOnce() throws Exception {
        add(7);
        list.read();
        assertEquals(3, pages);
        server.remove(0);
        list.read();
        assertEquals(7, pages, "a row is missing: two pages, twice");
        list.read();
        assertEquals(9, pages);
    }

    @Test
    void rowWithoutAnIdIsAGap() throws Exception {
        server.add("");
        add(2);
        assertEquals("v1/things: 1 entries have no id", list.read().gap());
        assertEquals(1, pages, "reading again would not help");
    }

    @Test
    void missingRowsAreAGap() throws Exception {
        PagedList half = new PagedList("v1/things", cursor -> new PagedList.Page(List.of(), 4, ""), row -> "");
        assertEquals(
                "v1/things: the list has 0 entries, and should have 4",
                half.read().gap());
    }

    @Test
    void cursorThatRepeatsFails() {
        JsonNode row = JsonNodeFactory.instance.objectNode().put("id", "a");
        PagedList loop = new PagedList(
                "v1/things",
                cursor -> {
                    pages++;
                    return new PagedList.Page(List.of(row), 9, "2");
                },
                node -> "a");
        SourceException e = assertThrows(SourceException.class, loop::read);
        assertEquals(SourceException.Kind.BAD_ANSWER, e.kind());
        assertEquals(2, pages);
    }
}
