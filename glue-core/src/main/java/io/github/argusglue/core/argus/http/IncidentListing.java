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
 * Lists all incidents that match a filter.
 *
 * <p>Does not follow the {@code next} link of Argus: if several incidents have the same start, that loses some or never
 * ends. Instead, each page begins at the start of the last row of the previous one, and rows that have been read
 * already are dropped. If all rows of a page have the same start, the page size is doubled until a page reaches beyond
 * it. The result is compared with the server's own count. If it differs because incidents were created or closed during
 * the listing, the list is read again, once.
 */
final class IncidentListing {
    private final ArgusTransport transport;
    private final HttpUrl filtered;
    private final PageSize pageSize;
    private final IncidentReader reader = new IncidentReader();

    /**
     * Creates a listing.
     *
     * @param filtered address of the list with its filters
     * @param pageSize number of incidents on the first page
     */
    IncidentListing(ArgusTransport transport, HttpUrl filtered, PageSize pageSize) {
        this.transport = transport;
        this.filtered = filtered;
        this.pageSize = pageSize;
    }

    List<Incident> all() throws ArgusException, InterruptedException {
        try {
            List<Incident> incidents = readAll();
            List<Incident> counted = incidents.size() == count() ? incidents : readAll();
            pageSize.onListed();
            return counted;
        } catch (ArgusException e) {
            pageSize.onFailure(e);
            throw e;
        }
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
        int size = pageSize.get();
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
                // Argus ignores filters that it does not know; continuing would never end.
                throw new UnexpectedJsonException("the filter 'start_time__lte' had no effect");
            }
            return page;
        });
    }
}
