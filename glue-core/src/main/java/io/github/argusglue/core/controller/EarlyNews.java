package io.github.argusglue.core.controller;

import io.github.argusglue.core.registry.ArgusReader;
import io.github.argusglue.core.registry.IncidentRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * What people did to incidents whose number is not known yet, because the answer to their creation is on its way. It is
 * reported again once the number is known. If the answer is lost, the incident is read when it is found, so nothing is
 * missed. Owned by the thread of the source's loop.
 */
final class EarlyNews {
    private static final int MAX_INCIDENTS = 5_000;

    private final IncidentRegistry registry;
    private final List<ArgusReader.FeedChanges> kept = new ArrayList<>();

    EarlyNews(IncidentRegistry registry) {
        this.registry = registry;
    }

    /** Keeps what is about unknown incidents; returns false if that is too much. */
    boolean add(ArgusReader.FeedChanges news) {
        if (!registry.isOpening()) {
            return true;
        }
        ArgusReader.FeedChanges unknown = news.about(pk -> !registry.isRelevant(pk));
        if (!unknown.touched().isEmpty()) {
            kept.add(unknown);
        }
        if (kept.stream().mapToInt(one -> one.touched().size()).sum() <= MAX_INCIDENTS) {
            return true;
        }
        kept.clear();
        return false;
    }

    /** Returns what is about incidents that are known now, in order, and forgets it. */
    List<ArgusReader.FeedChanges> takeKnown() {
        if (kept.isEmpty()) {
            return List.of();
        }
        List<ArgusReader.FeedChanges> known = kept.stream()
                .map(one -> one.about(registry::isRelevant))
                .filter(one -> !one.touched().isEmpty())
                .toList();
        if (!registry.isOpening()) {
            kept.clear();
        } else if (!known.isEmpty()) {
            kept.replaceAll(one -> one.about(pk -> !registry.isRelevant(pk)));
            kept.removeIf(one -> one.touched().isEmpty());
        }
        return known;
    }
}
