package io.github.argusglue.core.controller;

import io.github.argusglue.core.adapter.SourceThreads;
import io.github.argusglue.core.adapter.WebhookDispatcher;
import io.github.argusglue.core.identity.WriterIdentity;
import io.github.argusglue.core.status.ActionLog;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What of a loop others see and reach, and what outlives its active times.
 *
 * @param identity whom the source writes as
 * @param beginAnew ends this active time and begins another
 * @param hasPrimary whether another process may keep the source in step, too
 */
record LoopParts(
        AtomicBoolean hinted,
        Runnable hint,
        StatusPublisher board,
        ActionLog actions,
        SourceThreads threads,
        WebhookDispatcher webhooks,
        WriterIdentity identity,
        Runnable beginAnew,
        boolean hasPrimary) {}
