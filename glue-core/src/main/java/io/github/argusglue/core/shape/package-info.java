/** An alert becomes the incident it is to be: rules applied, texts made fit, flapping noticed. */
@NullMarked
package io.github.argusglue.core.shape;

import org.jspecify.annotations.NullMarked;
