package io.github.argusglue.core.argus.http;

import io.github.argusglue.core.argus.ArgusException;
import io.github.argusglue.core.argus.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Lists all incidents of a filter.
 *
 * <p>The {@code next} that Argus answers is not followed: as soon as several incidents have the same start, it loses
 * some or never ends. Pages are cut by start instead: each begins at the start of the last row of the one before, and
 * rows seen are dropped. Where one start fills a whole page, pages are made larger until they reach past it. Comparing
 * with the server's own count tells whether anything came or went meanwhile; then the list is read again, once.
 */
final class IncidentListing {
    private final ArgusTransport transport;
    private final HttpUrl filtered;
    private final int pageSize;
    private final IncidentReader reader = new IncidentReader();

    /**
     * Makes a listing.
     *
     * @param filtered the list's address with its filters
     * @param pageSize incidents in one page, to begin with
     */
    IncidentListing(ArgusTransport transport, HttpUrl filtered, int pageSize) {
        this.transport = transport;
        this.filtered = filtered;
        this.pageSize = pageSize;
    }

    List<Incident> all() throws ArgusException, InterruptedException {
        List<Incident> incidents = readAll();
        return incidents.size() == count() ? incidents : readAll();
    }

    int count() throws ArgusException, InterruptedException {
        HttpUrl url = filtered.newBuilder().addQueryParameter("count", "true").build();
        return transport.send(ArgusRequest.get(url), json -> {
            long[] count = {-1};
            ArgusJson.object(json, "answer", name -> {
                if ("count".equals(name)) {
                    count[0] = ArgusJson.number(json, name);
                } else {
                    json.skipChildren();
                }
            });
            if (count[0] < 0) {
                throw ArgusJson.missing("count");
            }
            return Math.toIntExact(count[0]);
        });
    }

    private List<Incident> readAll() throws ArgusException, InterruptedException {
        Map<Long, Incident> found = new LinkedHashMap<>();
        @Nullable Instant bound = null;
        int size = pageSize;
        while (true) {
            IncidentPage page = page(bound, size);
            for (IncidentRow row : page.rows()) {
                found.putIfAbsent(row.incident().pk(), row.incident());
            }
            if (!page.more() || page.rows().isEmpty()) {
                return new ArrayList<>(found.values());
            }
            Instant last = page.lastStart();
            if (page.firstStart().equals(last)) {
                size = Math.multiplyExact(size, 2);
            }
            bound = last;
        }
    }

    private IncidentPage page(@Nullable Instant bound, int size) throws ArgusException, InterruptedException {
        HttpUrl.Builder url = filtered.newBuilder().addQueryParameter("page_size", Integer.toString(size));
        if (bound != null) {
            url.addQueryParameter("start_time__lte", RequestBodies.time(bound));
        }
        return transport.send(ArgusRequest.get(url.build()), json -> {
            IncidentPage page = IncidentPage.read(json, reader);
            if (bound != null && !page.rows().isEmpty() && page.firstStart().isAfter(bound)) {
                // Argus ignores what it does not know; going on would never end.
                throw new UnexpectedJsonException("the filter 'start_time__lte' had no effect");
            }
            return page;
        });
    }
}
