/** A source's adapter: the thread it runs on, what it is given, what it answers; webhooks. */
@NullMarked
package io.github.argusglue.core.adapter;

import org.jspecify.annotations.NullMarked;
