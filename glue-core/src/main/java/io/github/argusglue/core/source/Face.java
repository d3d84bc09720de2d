package io.github.argusglue.core.source;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What of a loop others see and reach, and what outlives its active times.
 *
 * @param identity whom the source writes as
 * @param beginAnew ends this active time and begins another
 * @param hasPrimary whether another process may keep the source in step, too
 */
record Face(
        AtomicBoolean hinted,
        Runnable hint,
        StatusBoard board,
        ActionLog actions,
        SourceThreads threads,
        WebhookInlet webhooks,
        WriterIdentity identity,
        Runnable beginAnew,
        boolean hasPrimary) {}
