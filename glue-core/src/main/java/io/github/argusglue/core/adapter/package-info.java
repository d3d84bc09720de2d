/** A source's adapter: its thread, its context, its results and its webhooks. */
@NullMarked
package io.github.argusglue.core.adapter;

import org.jspecify.annotations.NullMarked;
