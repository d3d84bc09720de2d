package io.github.argusglue.plugin.mist;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.argusglue.spi.SourceException;
import io.github.argusglue.spi.http.HttpRequest;
import io.github.argusglue.spi.http.HttpResponse;
import io.github.argusglue.spi.http.SourceHttpClient;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a list page by page, in the two ways of Mist, and says whether it can be the whole list. A page that cannot be
 * read is an exception.
 */
final class Walk {
    static final int PAGE_SIZE = 1000;

    private static final int MOST_PAGES = 500;

    private final ObjectMapper json = new ObjectMapper();
    private final URI api;
    private final SourceHttpClient http;
    private final Function<String, HttpRequest> requests;

    /** @param requests makes a request of a path below the address of the API */
    Walk(URI api, SourceHttpClient http, Function<String, HttpRequest> requests) {
        this.api = api;
        this.http = http;
        this.requests = requests;
    }

    /** One page: its rows, and what it says of the others. */
    private record Page(List<JsonNode> rows, int total, String next) {}

    /** What was read of a list so far, each row once. */
    private static final class Rows<T> {
        private final Map<String, T> byKey = new LinkedHashMap<>();
        private int read;
        private int unreadable;

        /** Adds the rows of a page; returns whether one of them is new. */
        boolean add(List<JsonNode> page, Function<JsonNode, Optional<T>> make, Function<T, String> key) {
            int before = byKey.size() + unreadable;
            for (JsonNode row : page) {
                make.apply(row).ifPresentOrElse(made -> byKey.put(key.apply(made), made), () -> unreadable++);
            }
            read += page.size();
            return byKey.size() + unreadable > before;
        }

        int distinct() {
            return byKey.size() + unreadable;
        }

        Listing<T> listing(@Nullable String doubt) {
            Listing<T> listing = new Listing<>(List.copyOf(byKey.values()), doubt);
            return unreadable == 0 ? listing : listing.because(unreadable + " rows cannot be read");
        }
    }

    /**
     * Reads a list by the number of the page. If rows come or go meanwhile, others move to a page that was read
     * already, and may be missing.
     *
     * @param key identifies a row
     */
    <T> Listing<T> numbered(HttpRequest request, Function<JsonNode, Optional<T>> make, Function<T, String> key)
            throws SourceException, InterruptedException {
        Rows<T> rows = new Rows<>();
        int total = -1;
        boolean moved = false;
        for (int number = 1; number <= MOST_PAGES; number++) {
            Page page = http.send(
                    request.query("limit", String.valueOf(PAGE_SIZE)).query("page", String.valueOf(number)),
                    this::array);
            moved |= number > 1 && page.total() != total;
            total = page.total();
            boolean news = rows.add(page.rows(), make, key);
            // Without the header, only an empty page is the end: the cloud may give fewer rows than were asked for.
            if (page.rows().isEmpty() || (total >= 0 && rows.read >= total)) {
                return rows.listing(doubt(request, rows, total, moved));
            }
            if (!news) {
                throw SourceException.badAnswer(
                        request + ": page " + number + " has only rows of the pages before it", null);
            }
        }
        return rows.listing(request + ": more than " + MOST_PAGES + " pages");
    }

    private static @Nullable String doubt(HttpRequest request, Rows<?> rows, int total, boolean moved) {
        boolean whole = total < 0 ? rows.distinct() == rows.read : rows.distinct() == total;
        if (whole && !moved) {
            return null;
        }
        return request + ": rows came or went while the pages were read: " + rows.distinct() + " of "
                + (total < 0 ? rows.read : total) + " rows were read";
    }

    /** Reads a list in which each page names the address of the next one. */
    <T> Listing<T> linked(HttpRequest first, Function<JsonNode, Optional<T>> make, Function<T, String> key)
            throws SourceException, InterruptedException {
        Rows<T> rows = new Rows<>();
        Set<String> followed = new HashSet<>();
        HttpRequest request = first.query("limit", String.valueOf(PAGE_SIZE));
        int total = -1;
        for (int number = 1; number <= MOST_PAGES; number++) {
            Page page = http.send(request, this::results);
            // Others may be added meanwhile, but those that were there at first have to be read.
            total = number == 1 ? page.total() : total;
            rows.add(page.rows(), make, key);
            if (page.next().isEmpty()) {
                boolean whole = rows.distinct() >= total;
                return rows.listing(whole ? null : first + ": " + rows.distinct() + " of " + total + " rows were read");
            }
            if (!followed.add(page.next())) {
                throw SourceException.badAnswer(first + ": 'next' leads back to a page that was read before", null);
            }
            request = following(first, page.next());
        }
        return rows.listing(first + ": more than " + MOST_PAGES + " pages");
    }

    /** Returns the request of the next page. It carries the token, so it may lead to nothing but the same list. */
    private HttpRequest following(HttpRequest first, String next) throws SourceException {
        URI there;
        try {
            there = first.uri().resolve(new URI(next));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw SourceException.badAnswer(first + ": 'next' is not an address", e);
        }
        String path = first.uri().getRawPath();
        String below = path.substring(basePath().length());
        boolean samePath = path.equals(there.getRawPath()) || below.equals(there.getRawPath());
        if (!samePath || !first.uri().resolve("/").equals(there.resolve("/"))) {
            throw SourceException.badAnswer(
                    first + ": 'next' leads away from this list, to '" + there.getRawAuthority() + there.getRawPath()
                            + "': it was not followed",
                    null);
        }
        HttpRequest request = requests.apply(below);
        String query = there.getRawQuery() == null ? "" : there.getRawQuery();
        for (String parameter : query.split("&", -1)) {
            String[] both = parameter.split("=", 2);
            request = request.query(decoded(both[0]), both.length > 1 ? decoded(both[1]) : "");
        }
        return request;
    }

    private String basePath() {
        String path = api.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Page array(HttpResponse response) throws IOException {
        JsonNode rows = tree(response);
        if (!rows.isArray()) {
            throw new IOException("this is not a list");
        }
        int total = response.header("X-Page-Total").map(Walk::number).orElse(-1);
        return new Page(list(rows), total, "");
    }

    private static int number(String text) {
        return text.strip().matches("[0-9]{1,9}") ? Integer.parseInt(text.strip()) : -1;
    }

    private Page results(HttpResponse response) throws IOException {
        JsonNode answer = tree(response);
        JsonNode rows = answer.path("results");
        if (!rows.isArray()) {
            throw new IOException("this is not a result of a search: it has no 'results'");
        }
        return new Page(list(rows), answer.path("total").asInt(-1), Json.text(answer, "next"));
    }

    private static List<JsonNode> list(JsonNode rows) {
        List<JsonNode> list = new ArrayList<>(rows.size());
        rows.forEach(list::add);
        return list;
    }

    /** Reads the whole answer: what goes on after its end was put together wrongly. */
    private JsonNode tree(HttpResponse response) throws IOException {
        try (JsonParser parser = json.createParser(response.body())) {
            JsonNode tree = json.readTree(parser);
            JsonToken more = tree == null ? JsonToken.NOT_AVAILABLE : parser.nextToken();
            if (tree == null || more != null) {
                throw new IOException(tree == null ? "the answer is empty" : "the answer goes on after its end");
            }
            return tree;
        }
    }
}
