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
            kept.clear();
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

    /** Returns what is about an incident whose number is known now, in order. */
    List<ArgusReader.FeedChanges> about(long pk) {
        return kept.stream()
                .filter(news -> news.isAbout(pk))
                .map(news -> news.about(known -> known == pk))
                .toList();
    }
}
