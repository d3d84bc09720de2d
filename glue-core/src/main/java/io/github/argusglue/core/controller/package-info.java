/** One source: the loop that reads, plans and applies, its schedule and its standby. */
@NullMarked
package io.github.argusglue.core.controller;

import org.jspecify.annotations.NullMarked;
