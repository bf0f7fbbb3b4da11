c_value = "c is imported by the star"
