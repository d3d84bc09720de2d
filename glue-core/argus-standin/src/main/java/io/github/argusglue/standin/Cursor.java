package io.github.argusglue.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cursor pagination, newest first, with the defect of the real server: a cursor is a time and an offset of at most
 * 1,000 among the rows with that time, and rows with the same time come in a different order with each request, as from
 * a database without ORDER BY. A client that follows {@code next} through many such rows loses some, gets others twice,
 * or never finishes.
 */
final class Cursor<T> {
    private static final int PAGE = 100;
    private static final int MOST_OFFSET = 1000;

    private final Function<T, Instant> time;
    private final Function<T, JsonNode> render;

    Cursor(Function<T, Instant> time, Function<T, JsonNode> render) {
        this.time = time;
        this.render = render;
    }

    private record Position(int offset, @Nullable Instant before) {}

    ObjectNode page(ApiRequest request, List<T> rows, long seed) throws Refused {
        int size = pageSize(request);
        Position position = position(request);
        List<T> found = ordered(rows, position.before, seed);
        int from = Math.min(position.offset, found.size());
        int to = Math.min(from + size, found.size());
        List<T> page = found.subList(from, to);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("next", to < found.size() ? next(request, page, position, size, found.get(to)) : null);
        answer.putNull("previous");
        ArrayNode results = answer.putArray("results");
        page.forEach(row -> results.add(render.apply(row)));
        return answer;
    }

    private List<T> ordered(List<T> rows, @Nullable Instant before, long seed) {
        List<T> ordered = new ArrayList<>();
        for (T row : rows) {
            if (before == null || time.apply(row).isBefore(before)) {
                ordered.add(row);
            }
        }
        Collections.shuffle(ordered, new Random(seed));
        ordered.sort(Comparator.comparing(time).reversed());
        return ordered;
    }

    /** The cursor of the next page: the last time that ends within this one, and how many rows follow it. */
    private String next(ApiRequest request, List<T> page, Position position, int size, T following) {
        Instant compare = time.apply(following);
        int offset = 0;
        for (int i = page.size() - 1; i >= 0; i--) {
            Instant at = time.apply(page.get(i));
            if (!at.equals(compare)) {
                return link(request, new Position(offset, at));
            }
            offset++;
        }
        return link(request, new Position(position.offset + size, position.before));
    }

    private static String link(ApiRequest request, Position position) {
        String tokens = position.offset == 0 ? "" : "o=" + position.offset;
        if (position.before != null) {
            tokens += (tokens.isEmpty() ? "" : "&") + "p=" + encode(position.before.toString());
        }
        String cursor = Base64.getEncoder().encodeToString(tokens.getBytes(StandardCharsets.US_ASCII));
        StringBuilder link =
                new StringBuilder(request.address()).append("?cursor=").append(encode(cursor));
        request.query().forEach((name, value) -> {
            if (!"cursor".equals(name)) {
                link.append('&').append(encode(name)).append('=').append(encode(value));
            }
        });
        return link.toString();
    }

    private static Position position(ApiRequest request) throws Refused {
        String cursor = request.query().get("cursor");
        if (cursor == null) {
            return new Position(0, null);
        }
        try {
            int offset = 0;
            Instant before = null;
            String tokens = new String(Base64.getDecoder().decode(cursor), StandardCharsets.US_ASCII);
            for (String token : tokens.split("&", -1)) {
                if (token.startsWith("o=")) {
                    offset = Math.min(Integer.parseInt(token.substring(2)), MOST_OFFSET);
                } else if (token.startsWith("p=")) {
                    before = Instant.parse(URLDecoder.decode(token.substring(2), StandardCharsets.UTF_8));
                }
            }
            return new Position(offset, before);
        } catch (RuntimeException e) {
            throw Refused.detail(404, "Invalid cursor");
        }
    }

    private static int pageSize(ApiRequest request) {
        String size = request.query().getOrDefault("page_size", "");
        return size.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(size) : PAGE;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
