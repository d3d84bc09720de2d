package io.github.argusglue.core.source;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What of a loop others see and reach, and what outlives its active times.
 *
 * @param hasPrimary whether another process may keep the source in step, too
 */
record Face(
        AtomicBoolean hinted,
        Runnable hint,
        StatusBoard board,
        ActionLog actions,
        SourceThreads threads,
        WebhookInlet webhooks,
        boolean hasPrimary) {}
