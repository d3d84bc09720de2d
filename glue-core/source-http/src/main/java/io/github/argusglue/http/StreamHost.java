package io.github.argusglue.http;

import java.util.concurrent.ThreadFactory;

/**
 * What an adapter's streams need of its context.
 *
 * @param threads makes the thread of each stream
 * @param requestSnapshot asks for a snapshot, because events may have been missed
 */
public record StreamHost(ThreadFactory threads, Runnable requestSnapshot) {}
