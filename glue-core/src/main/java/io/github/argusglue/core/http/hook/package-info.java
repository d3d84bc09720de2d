/** Webhooks on their way in: who may send them, how many, how large, how slowly. */
@NullMarked
package io.github.argusglue.core.http.hook;

import org.jspecify.annotations.NullMarked;
