/** Records of the topic metrics as this service understands them, with the schemas that they name. */
@NullMarked
package io.vigie.query.records;

import org.jspecify.annotations.NullMarked;
