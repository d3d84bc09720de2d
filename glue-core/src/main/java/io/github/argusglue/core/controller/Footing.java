package io.github.argusglue.core.controller;

import io.github.argusglue.core.argus.ServerInfo;
import io.github.argusglue.core.plan.Policy;
import io.github.argusglue.core.registry.ArgusReader;

/** What a source has once Argus was listed for the first time; it lasts as long as the cycle. */
record Footing(PlanRunner books, PeopleSync exchange, Heartbeat heartbeat) {

    void beginListing() {
        books.registry().beginListing();
        exchange.lookout().beginListing();
    }

    void listed(ArgusReader.Listing listing, Policy policy) {
        saw(listing.server(), policy);
        books.registry().listed(listing.open(), listing.ended());
        exchange.listed(listing);
    }

    /** Takes from which server something came: it may be another one than before. */
    void saw(ServerInfo server, Policy policy) {
        books.policy(policy.withRestart(server.canRestart()));
        heartbeat.listed(server);
    }
}
