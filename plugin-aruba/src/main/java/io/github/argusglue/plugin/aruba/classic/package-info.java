/** Aruba Central before it moved to GreenLake ("classic"), read through its API gateway. */
@NullMarked
package io.github.argusglue.plugin.aruba.classic;

import org.jspecify.annotations.NullMarked;
