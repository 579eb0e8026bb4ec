@NullMarked
package io.vigie.kit.service;

import org.jspecify.annotations.NullMarked;
