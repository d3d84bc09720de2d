/** Adapter {@code generic}: alerts that somebody sends, prints or stores as JSON. */
@NullMarked
package io.github.argusglue.plugin.generic;

import org.jspecify.annotations.NullMarked;
