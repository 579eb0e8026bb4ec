package io.vigie.query.graphql;

import io.vigie.query.series.Points;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonSerializable;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsontype.TypeSerializer;

/** The scalar Values: writes itself, without an object per number. */
record NumberList(Points points) implements JacksonSerializable {

    @Override
    public void serialize(JsonGenerator json, SerializationContext context) {
        json.writeStartArray();
        double[] values = points.values();
        for (int i = 0; i < values.length; i++) {
            if (points.present().get(i)) {
                write(json, values[i]);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, double value) {
        long whole = (long) value;
        if (whole == value && Math.abs(whole) < 1L << 53) {
            json.writeNumber(whole);
        } else if (Double.isFinite(value)) {
            json.writeNumber(value);
        } else {
            json.writeString(Double.toString(value));
        }
    }

    @Override
    public void serializeWithType(JsonGenerator json, SerializationContext context, TypeSerializer type) {
        serialize(json, context);
    }
}
