/** Webhooks: who may send them, and how many, how large and how slow they may be. */
@NullMarked
package io.github.argusglue.core.http.hook;

import org.jspecify.annotations.NullMarked;
